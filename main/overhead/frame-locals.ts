/**
 * Times the ways to a frame's locals with the engine's own steps: a way and a test for each of so many locals.
 *
 * By name in the scenario is the step of its FrameLocalsGuardAccessor; by index in a sequence is what torch's does. A lookup in
 * a dict is the step of DictGetItemGuardAccessor, with the dict made of the locals for each check, or there already.
 */
import { LOCALS_WAYS, type LocalsTimes, type LocalsWayName } from '../../shared/overhead'
import { accessor } from '../engine/accessors'
import { dictItem, frameLocal, sequenceItem } from '../engine/check/access/items'
import { int, none, type Step, str, tuple } from '../engine/check/access/making'
import { Locals, MappedDict } from '../engine/check/mapped'
import type { Classes } from '../engine/values/classes'
import type { Value } from '../engine/values/value'

/** Milliseconds that a run takes at least: the clock is not felt. */
const RUN = 0.5
/** Checks before those that count: V8 is still compiling. */
const WARM_UP = 300

/** Nanoseconds of a check with so many guards by each way, once a turn. */
export function timeLocals(classes: Classes, guards: number, turns: number): LocalsTimes {
  const values = Array.from({ length: guards }, (_, i): Value => {
    if (i % 3 === 0) return int(classes, BigInt(i))
    return i % 3 === 1 ? str(classes, `v${i}`) : none(classes)
  })
  const locals = new Map(values.map((value, i) => [`x${i}`, value]))
  const steps = (of: (name: string, i: number) => Step): readonly Step[] => [...locals.keys()].map(of)
  const byKey = steps((name) =>
    dictItem(accessor('DictGetItemGuardAccessor', '', `s${name}`, str(classes, name)), name),
  )
  const byIndex = steps((name, i) =>
    sequenceItem(accessor('TupleGetItemGuardAccessor', '', `n${i}`, int(classes, BigInt(i))), name),
  )
  const byName = steps((name) => frameLocal(accessor('FrameLocalsGuardAccessor', '', `f${name}`), name))
  const frame = tuple(classes, values)
  const dict = MappedDict.ofAttrs(classes, locals)
  const checks: Readonly<Record<LocalsWayName, () => boolean>> = {
    index: checkOf(values, byIndex, () => frame),
    name: checkOf(values, byName, () => new Locals(classes, locals)),
    dict: checkOf(values, byKey, () => MappedDict.ofAttrs(classes, locals)),
    ready: checkOf(values, byKey, () => dict),
  }
  const often = new Map(LOCALS_WAYS.map((way) => [way, batchOf(checks[way])]))
  const runs = new Map(LOCALS_WAYS.map((way): [LocalsWayName, number[]] => [way, []]))
  for (let turn = 0; turn < turns; turn++) {
    const order = turn % 2 === 0 ? LOCALS_WAYS : [...LOCALS_WAYS].reverse()
    for (const way of order) runs.get(way)?.push(timed(checks[way], often.get(way) ?? 1))
  }
  return { guards, ways: [...runs].map(([way, of]) => ({ way, runs: of })) }
}

function checkOf(values: readonly Value[], steps: readonly Step[], frameOf: () => Value): () => boolean {
  const links = steps.map(({ get }, i) => ({ get, kind: values[i]?.kind }))
  return () => {
    const frame = frameOf()
    for (const { get, kind } of links) if (get(frame)?.kind !== kind) return false
    return true
  }
}

/** Checks of a run; throws where one does not pass, for then it is another's time. */
function batchOf(check: () => boolean): number {
  if (!check()) throw new Error('a local was not found')
  const until = performance.now() + 30
  for (let i = 0; i < WARM_UP && performance.now() < until; i++) check()
  const once = Math.min(...Array.from({ length: 5 }, () => timed(check, 1)))
  return Math.max(1, Math.min(20_000, Math.ceil((RUN * 1e6) / Math.max(1, once))))
}

function timed(check: () => boolean, count: number): number {
  const began = performance.now()
  for (let i = 0; i < count; i++) check()
  return ((performance.now() - began) * 1e6) / count
}
