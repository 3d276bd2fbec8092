/** The settings of a real process as a state: found from what its getters say, as none tells what a node is set to itself. */
import type { PrecisionReadings } from '../../shared/live-process'
import type { PrecisionNode, PrecisionOutcome, PrecisionReading, PrecisionState } from '../../shared/precision'
import { cellsOf, readAttribute, readCell, readLegacy, startState } from './interpret'
import { readAll } from './reading'
import { NONE, type PrecisionRules } from './rules'

/**
 * What the process reads, with where each value comes from. `before`: a state that it was in, or should be in now: where
 * several states read the same, what has not changed is taken to be as it was; without one, what a node could inherit is
 * taken to be inherited. What the rules would read otherwise stands as the process says it, and is noted.
 */
export function readingOf(
  rules: PrecisionRules,
  readings: PrecisionReadings,
  before: PrecisionState | null,
): PrecisionReading {
  return asRead(readAll(rules, stateOf(rules, readings, before)), readings)
}

function stateOf(rules: PrecisionRules, readings: PrecisionReadings, before: PrecisionState | null): PrecisionState {
  const starts = rules.starts.map(({ env }) => startState(rules, env))
  const likely = [...(before === null ? [] : [before]), ...starts]
  const { stray } = before ?? startState(rules)
  let state: PrecisionState = {
    ...(before ?? startState(rules)),
    cells: {},
    stray: strayOf(rules, readings, stray),
  }
  // parents first: what a node inherits is known when its turn comes
  for (const cell of cellsOf(rules)) {
    const wanted = valueOf(readings.nodes[cell])
    const known = likely.map(({ cells }) => cells[cell] ?? NONE)
    const found = [...known, NONE, wanted].map((raw) => ({ ...state, cells: { ...state.cells, [cell]: raw } }))
    state = found.find((one) => readCell(rules, one, cell).value === wanted) ?? found.at(-1) ?? state
  }
  const legacy = [
    ...likely.map(({ matmul, cudnn }) => ({ matmul, cudnn })),
    ...[...rules.matmul.levels.keys()].flatMap((matmul) => [true, false].map((cudnn) => ({ matmul, cudnn }))),
  ].map((flags): PrecisionState => ({ ...state, ...flags }))
  return leastMisfit(legacy, (one) => misfits(rules, one, readings)) ?? state
}

/** Attributes that torch does not know and that something has left there. */
function strayOf(
  rules: PrecisionRules,
  { attributes }: PrecisionReadings,
  before: PrecisionState['stray'],
): PrecisionState['stray'] {
  const unread = rules.attributes.filter(({ reads }) => reads === null).map(({ name }) => name)
  const names = [...unread, ...Object.keys(before)]
  return Object.fromEntries(
    names.flatMap((name) => {
      const outcome = attributes[name] ?? (Object.hasOwn(before, name) ? { value: before[name] ?? null } : null)
      return outcome === null || 'error' in outcome ? [] : [[name, outcome.value] as const]
    }),
  )
}

/** The first of those that fit best. */
function leastMisfit<T>(all: readonly T[], misfit: (one: T) => number): T | undefined {
  let best: { readonly one: T; readonly misfit: number } | undefined
  for (const one of all) {
    const found = misfit(one)
    if (best === undefined || found < best.misfit) best = { one, misfit: found }
  }
  return best?.one
}

function misfits(rules: PrecisionRules, state: PrecisionState, { legacy }: PrecisionReadings): number {
  return rules.readers.filter((reader) => {
    const torch = legacy[reader.name]
    return torch !== undefined && !isSame(torch, readLegacy(rules, state, reader))
  }).length
}

/** The readings of a process in the place of those of the rules. */
function asRead(reading: PrecisionReading, { nodes, attributes, legacy }: PrecisionReadings): PrecisionReading {
  return {
    ...reading,
    nodes: reading.nodes.map((node): PrecisionNode => {
      const outcome = nodes[node.cell]
      if (outcome === undefined || isSame(outcome, { value: node.value })) return node
      const note = `The process reads this; by the rules of torch ${reading.state.torch} it would be ${node.value}.`
      return { ...node, value: valueOf(outcome), origin: { from: 'set' }, notes: [...node.notes, note] }
    }),
    attributes: reading.attributes.map((one) => ({ ...one, reads: attributes[one.name] ?? one.reads })),
    legacy: reading.legacy.map((one) => {
      const reads = legacy[one.name] ?? one.reads
      return { ...one, reads, why: isSame(reads, one.reads) ? one.why : '' }
    }),
  }
}

/** Whether a state reads as the process does, attributes included. */
export function readsAs(rules: PrecisionRules, state: PrecisionState, readings: PrecisionReadings): boolean {
  return (
    cellsOf(rules).every((cell) => valueOf(readings.nodes[cell]) === readCell(rules, state, cell).value) &&
    Object.entries(readings.attributes).every(([name, torch]) => isSame(torch, readAttribute(rules, state, name))) &&
    misfits(rules, state, readings) === 0
  )
}

function valueOf(outcome: PrecisionOutcome | undefined): string {
  if (outcome === undefined) return NONE
  return 'error' in outcome ? `raises ${outcome.error}` : String(outcome.value)
}

function isSame(a: PrecisionOutcome, b: PrecisionOutcome): boolean {
  if ('error' in a || 'error' in b) return 'error' in a && 'error' in b && a.message === b.message
  return a.value === b.value
}
