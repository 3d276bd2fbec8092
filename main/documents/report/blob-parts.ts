/** The parts of a report that are of one blob. */
import { type Profile, REACHES } from '../../../shared/overhead'
import type { ReplayOptions, ReplayResult } from '../../../shared/replay'
import { globalStateRows, parseGlobalState } from '../../engine/check/global-state'
import { ScenarioError } from '../../engine/check/scenario/parse'
import { digestOf } from '../../diff/digest'
import type {
  ReplayedRow,
  ReportAnswer,
  ReportFinding,
  ReportProfile,
  ReportReplay,
  ReportShapes,
  ReportState,
} from '../../report/model'
import { costsOf } from '../../report/profile'
import { withoutCode } from '../../report/words'
import type { TorchVersion } from '../../state/dialect'
import { listFindings } from '../doctor'
import type { GuardDocument } from '../document'
import { nameOf } from '../profile-export'
import { replayerOf } from '../replay'

/** What the doctor finds, with where it stands in the tree. */
export function findingsPart(document: GuardDocument, blob: number, torch: TorchVersion | null): ReportFinding[] {
  return listFindings(document, blob, torch).findings.map(({ code, severity, guard, message, node, words }) => ({
    code,
    severity,
    guard,
    message,
    mended_by: [...words],
    node,
  }))
}

export function statePart(document: GuardDocument, blob: number): ReportState {
  const { state, guarded } = replayerOf(document, blob).heldState()
  const none = { guarded, keys: [] }
  if (state === null) return { ...none, note: 'the blob holds none: the guard takes that of the loading process' }
  const read = parseGlobalState(state)
  if (typeof read === 'string') return { ...none, note: `cannot be read: ${read}` }
  return {
    guarded,
    note: '',
    keys: globalStateRows(read, read).map(({ key, expected }) => ({ name: key, value: expected })),
  }
}

export function shapesPart(document: GuardDocument, blob: number): ReportShapes {
  const { expressions, relations } = digestOf(document.tree(blob))
  return { expressions: expressions.map(({ text }) => text), relations: relations.map(({ text }) => text) }
}

export interface Scenarios {
  /** Where they come from: a file's name. */
  readonly name: string
  /** Each as JSON. */
  readonly texts: readonly string[]
}

export function replayPart(
  document: GuardDocument,
  blob: number,
  { name, texts }: Scenarios,
  options: ReplayOptions,
  withStacks: boolean,
): ReportReplay {
  const replayer = replayerOf(document, blob)
  const rows = texts.map((text, i): ReplayedRow => {
    try {
      return replayed(replayer.replay(text, options), withStacks)
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error
      return unread(`scenario ${i}`, error.message)
    }
  })
  return { scenarios: name, rows }
}

function replayed(result: ReplayResult, withStacks: boolean): ReplayedRow {
  const told = (text: string): string => (withStacks ? text : withoutCode(text))
  const { name, check, executed, guard, source, failed, part, parts, explained, unknown, asSaved } = result
  return {
    scenario: name,
    answer: answer(check),
    error: null,
    executed,
    guard,
    source,
    node: failed < 0 ? null : failed,
    part: told(part),
    parts: parts.map(told),
    explained: explained.map((row) => ({ ...row, same: row.same ?? 'unknown' })),
    unknown: check === 'unknown' ? unknown.map((one) => ({ source: one.source, reason: one.reason })) : [],
    before_saving: answer(asSaved.check),
    before_saving_why: asSaved.why,
  }
}

function unread(name: string, message: string): ReplayedRow {
  return {
    scenario: name,
    answer: null,
    error: message,
    executed: 0,
    guard: '',
    source: '',
    node: null,
    part: '',
    parts: [],
    explained: [],
    unknown: [],
    before_saving: null,
    before_saving_why: [],
  }
}

export const answer = (word: 'true' | 'false' | 'unknown'): ReportAnswer =>
  word === 'unknown' ? 'unknown' : word === 'true'

/** What was measured, by the rows of the tree that take any time. */
export function profilePart(document: GuardDocument, blob: number, profile: Profile): ReportProfile {
  const { tree } = document.openBlob(blob)
  const { origin, scenario, took, reached, cold, warm } = profile
  const tenth = (ns: number | undefined): number => Math.round(Math.max(0, ns ?? 0) * 10) / 10
  const rows = Array.from({ length: tree.count }, (_, node) => ({
    node,
    depth: tree.depth[node] ?? 0,
    name: nameOf(tree, node),
    cold_ns: tenth(cold.own[node]),
    warm_ns: tenth(warm.own[node]),
  }))
  // a row without a time keeps its place where one below it has any
  const kept = new Uint8Array(rows.length)
  for (const { node, cold_ns: c, warm_ns: w } of [...rows].reverse()) {
    if (c > 0 || w > 0) kept[node] = 1
    const above = tree.parent[node] ?? -1
    if (kept[node] === 1 && above >= 0) kept[above] = 1
  }
  const count = (reach: (typeof REACHES)[number]): number =>
    reached.filter((one) => one === REACHES.indexOf(reach)).length
  return {
    measured_by: origin.kind === 'engine' ? `this engine in V8 ${origin.v8}, not torch` : `torch ${origin.torch}`,
    scenario,
    answer: answer(profile.answer),
    took_ms: Math.round(took),
    cold: costsOf(cold),
    warm: costsOf(warm),
    rows_always: count('always'),
    rows_first: count('first'),
    rows_never: count('never'),
    rows: rows.filter(({ node }) => kept[node] === 1),
  }
}
