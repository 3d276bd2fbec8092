/** Blobs as an attacker would write them: real ones in which calls stand that a load by Python would make. */
import { asCell } from '../pickle/cell'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import { makeGlobal, makeReduce, makeStr, makeTuple } from '../pickle/make'
import type { PickleNode } from '../pickle/node'
import { reachable } from '../pickle/reach'

/** Calls that leave a mark: a file that is made, one that is read, a port that is asked. */
export function attacks(mark: string, port: number): readonly (() => PickleNode)[] {
  const call = (module: string, name: string, ...args: PickleNode[]): PickleNode =>
    makeReduce(makeGlobal(module, name), args)
  const touch = `open(${JSON.stringify(mark)}, 'w').close()`
  return [
    () => call('posix', 'system', makeStr(`touch ${mark}`)),
    () => call('builtins', 'eval', makeStr(touch)),
    () => call('builtins', 'exec', makeStr(`import os; ${touch}`)),
    () => call('builtins', 'open', makeStr(mark), makeStr('w')),
    () => call('builtins', 'open', makeStr('/etc/passwd')),
    () => call('subprocess', 'check_output', makeTuple([makeStr('touch'), makeStr(mark)])),
    () => call('shutil', 'rmtree', makeStr(mark)),
    () => call('urllib.request', 'urlopen', makeStr(`http://127.0.0.1:${port}/`)),
    () => call('builtins', 'getattr', call('builtins', '__import__', makeStr('os')), makeStr('system')),
    () => call('torch._utils', '_rebuild_tensor_v2', call('posix', 'system', makeStr(`touch ${mark}`))),
    () => call('child_process', 'execSync', makeStr(`touch ${mark}`)),
  ]
}

/** The blob with an attack in every `step`th place where something is held, from `first` on; the attacks in turn. */
export function armed(bytes: Uint8Array, list: readonly (() => PickleNode)[], first: number, step: number): Uint8Array {
  const pickle = decodePickle(bytes)
  const places = [...reachable(asCell(pickle.root))]
    .flatMap(({ items, acts }) => [items, ...acts.map((act) => act.items)])
    .flatMap((held) => held.map((_, at) => ({ held, at })))
  for (let i = first; i < places.length; i += step) {
    const place = places[i]
    const attack = list[i % list.length]
    if (place !== undefined && attack !== undefined) place.held[place.at] = asCell(attack())
  }
  return encodePickle(pickle)
}
