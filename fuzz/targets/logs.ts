/** Logs of a run, printed guard trees, and recordings of the precision settings. */
import { LogCollector } from '../../main/traces/collect'
import type { TextPlace } from '../../main/traces/drafts'
import { textOfPlace } from '../../main/traces/place-text'
import { parseTree } from '../../main/traces/printed-tree'
import { looksLikeLog } from '../../main/traces/reader'
import { shapesIn } from '../../main/traces/shapes'
import { holdsBy } from '../../main/traces/sizes'
import { type CompileTexts, storyOf } from '../../main/traces/story'
import { traceOf } from '../../main/traces/trace'
import { printedColumns } from '../../main/documents/printed-columns'
import { factsFor } from '../../main/documents/tables'
import { parseRecording, replay } from '../../main/precision/recording'
import { rulesFor } from '../../main/precision/versions'
import { changedJson, JSON_WORDS, jsonText } from '../grammar/json'
import { LOG_WORDS, logText, tree } from '../grammar/log'
import { damageText } from '../mutate'
import type { Random } from '../random'
import type { Seeds } from '../seeds'
import { BrokenLaw, type Target, toBytes, toText } from '../target'

/** Some of a real log: a whole one only takes its time. */
function piece(seeds: Seeds, random: Random): string {
  const { bytes } = random.pick(seeds.traces)
  const at = random.below(bytes.length)
  const from = bytes.lastIndexOf(0x0a, at) + 1
  return toText(bytes.subarray(from, from + 500 + random.size(30_000)))
}

export const traces = (seeds: Seeds): Target => {
  const holds = holdsBy(factsFor('2.14'))
  return {
    name: 'traces',
    reads: 'TORCH_TRACE logs and what TORCH_LOGS prints',
    share: 30,
    make(random) {
      const text = random.oneIn(2) ? logText(random) : piece(seeds, random)
      return toBytes(random.oneIn(4) ? text : damageText(text, logText(random), LOG_WORDS, random))
    },
    read(input) {
      looksLikeLog(input)
      // in pieces of many sizes, and whole: the same log
      const inPieces = new LogCollector()
      for (let at = 0, size = 1; at < input.length; at += size, size = (size * 7 + 3) % 4099) inPieces.push(input.slice(at, at + size)) // prettier-ignore
      const collector = new LogCollector()
      collector.push(input)
      const log = collector.end('log')
      if (JSON.stringify(inPieces.end('log')) !== JSON.stringify(log))
        throw new BrokenLaw('in pieces it is another log')
      const { trace, places } = traceOf([{ log, collector }])
      const texts = new Map<number, CompileTexts>()
      trace.compiles.forEach(({ pid }, at) => {
        const place = places[at]
        if (place === undefined) throw new BrokenLaw('a compile without its places')
        if (place.codeParts !== null) textAt(input, place.codeParts, pid)
        const text = place.tree === null ? null : textAt(input, place.tree, pid)
        const records: string[] = []
        for (let i = 0; i < place.shapes.length; i += 2)
          records.push(textAt(input, { start: place.shapes[i] ?? -1, end: place.shapes[i + 1] ?? -1, prefixed: false }, pid)) // prettier-ignore
        const shapes = shapesIn(records, place.files)
        texts.set(at, { tree: text === null ? null : parseTree(text), symbols: place.symbols, shapes })
      })
      for (let chain = 0; chain < trace.chains.length; chain++) storyOf(trace, chain, texts, holds)
      return trace.compiles.length > 0
    },
  }
}

function textAt(input: Uint8Array, place: TextPlace, pid: number): string {
  if (place.start < 0 || place.end > input.length || place.start > place.end)
    throw new BrokenLaw(`a text at ${place.start}-${place.end} of ${input.length} bytes`)
  return textOfPlace(input.subarray(place.start, place.end), place, pid)
}

export const printedTrees = (seeds: Seeds): Target => ({
  name: 'printed-trees',
  reads: 'printed guard trees',
  share: 30,
  make(random) {
    const sidecar = JSON.parse(toText(random.pick(seeds.sidecars).bytes)) as { readonly loaded_tree?: string }
    const written = ['', 'TREE_GUARD_MANAGER:', '+- RootGuardManager', ...tree(random), ''].join('\n')
    const text = random.oneIn(2) ? written : (sidecar.loaded_tree ?? written)
    return toBytes(damageText(text, written, LOG_WORDS, random))
  },
  read(input) {
    const parsed = parseTree(toText(input))
    const columns = printedColumns(parsed.nodes)
    return columns.count > 1
  },
})

export const recordings = (seeds: Seeds): Target => {
  const cut = new Map<object, string>()
  return {
    name: 'recordings',
    reads: 'recordings of the precision settings',
    share: 10,
    make(random) {
      const file = random.pick(seeds.recordings)
      let text = cut.get(file)
      if (text === undefined) {
        const { torch, traces: walks } = JSON.parse(toText(file.bytes)) as { torch: string; traces: { initial: unknown; steps: unknown[] }[] } // prettier-ignore
        const short = walks.slice(0, 2).map(({ initial, steps }) => ({ initial, steps: steps.slice(0, 6) }))
        text = JSON.stringify({ torch, traces: short })
        cut.set(file, text)
      }
      const changed = jsonText(changedJson(JSON.parse(text), random))
      return toBytes(random.oneIn(4) ? damageText(changed, text, JSON_WORDS, random) : changed)
    },
    read(input) {
      let json: unknown
      try {
        json = JSON.parse(toText(input))
      } catch {
        return false
      }
      const recording = parseRecording(json)
      if (typeof recording === 'string') {
        if (/[\r\n]/.test(recording)) throw new BrokenLaw(`a refusal that is not one line: ${recording}`)
        return false
      }
      const rules = rulesFor(recording.torch)
      if (rules !== null) replay(rules.rules, recording)
      return rules !== null
    },
  }
}
