/** Profiles a blob of an open document by the rows of its tree. */
import { type Costs, type Profile, type ProfileRuns, REACHES } from '../../shared/overhead'
import type { Checker } from '../engine/check/checker'
import { readScenario } from '../engine/check/scenario'
import type { ScenarioJson } from '../../shared/scenario'
import type { GuardManager, LeafGuard } from '../engine/manager'
import { type EventCosts, type EventProfile, profileChecks } from '../overhead/profile'
import { answered, begins } from '../overhead/recorder'
import { standardError } from '../overhead/statistics'
import { answerOf } from './before-saving'
import type { TreeNode } from './tree-nodes'
import type { BuiltTree } from '../engine/build'

export interface ProfileAsk {
  readonly tree: BuiltTree
  readonly nodes: readonly TreeNode[]
  readonly depths: readonly number[]
  readonly checker: Checker
  readonly json: ScenarioJson
  readonly runs: ProfileRuns
  readonly onProgress?: (fraction: number) => void
}

export function profileTree({ tree, nodes, depths, checker, json, runs, onProgress }: ProfileAsk): Profile {
  const began = performance.now()
  const scenario = readScenario(json, tree.builder.classes)
  const events = profileChecks(checker, scenario, { runs, ...(onProgress === undefined ? {} : { onProgress }) })
  const rows = rowsOf(events, nodes)
  const ends = endsOf(depths)
  return {
    origin: { kind: 'engine', v8: process.versions.v8 },
    scenario: json.name,
    answer: answerOf(events.answer),
    reached: reachOf(events, rows, nodes, ends),
    warm: costsOf(events.warm, rows, ends),
    cold: costsOf(events.cold, rows, ends),
    took: performance.now() - began,
  }
}

/** The row of each event, and whether it is the way to a manager. */
interface Rows {
  readonly count: number
  readonly row: Int32Array
  readonly isAccess: Uint8Array
}

function rowsOf({ places }: EventProfile, nodes: readonly TreeNode[]): Rows {
  const managers = new Map<GuardManager, number>()
  const leaves = new Map<GuardManager, Map<LeafGuard, number>>()
  nodes.forEach((node, at) => {
    if ('leaf' in node) {
      const own = leaves.get(node.manager) ?? new Map<LeafGuard, number>()
      leaves.set(node.manager, own.set(node.leaf, at))
    } else if (node.kind !== 'pair') managers.set(node.manager, at)
  })
  const row = new Int32Array(places.length * 2).fill(-1)
  const isAccess = new Uint8Array(places.length * 2)
  places.forEach((place, i) => {
    if (place.kind === 'test') row[begins(i)] = leaves.get(place.manager)?.get(place.leaf) ?? -1
    else {
      row[begins(i)] = row[answered(i)] = managers.get(place.manager) ?? -1
      isAccess[begins(i)] = 1
    }
  })
  return { count: nodes.length, row, isAccess }
}

function costsOf(costs: EventCosts, rows: Rows, ends: Int32Array): Costs {
  const own = ofRows(costs.own, rows, costs.entry)
  const parts = costs.parts.map((part) => ofRows(part, rows, costs.entry))
  const totals = parts.map((part) => totalOf(part, ends))
  const errorOf = (of: readonly Float64Array[]): Float64Array =>
    Float64Array.from(own, (_, row) => standardError(of.map((part) => part[row] ?? 0)))
  const access = ofRows(costs.own, { ...rows, row: rows.row.map((row, event) => (rows.isAccess[event] ? row : -1)) }, 0)
  return {
    runs: costs.runs,
    own,
    access,
    total: totalOf(own, ends),
    ownError: errorOf(parts),
    totalError: errorOf(totals),
    method: costs.method,
  }
}

function ofRows(times: Float64Array, { count, row }: Rows, entry: number): Float64Array {
  const own = new Float64Array(count)
  if (count > 0) own[0] = entry
  times.forEach((time, event) => {
    const at = row[event] ?? -1
    if (at >= 0) own[at] = (own[at] ?? 0) + time
  })
  return own
}

/** With all below: the sums between a row and its end. */
function totalOf(own: Float64Array, ends: Int32Array): Float64Array {
  const until = new Float64Array(own.length + 1)
  for (let i = 0; i < own.length; i++) until[i + 1] = (until[i] ?? 0) + (own[i] ?? 0)
  return own.map((_, row) => (until[ends[row] ?? 0] ?? 0) - (until[row] ?? 0))
}

/** One past the last row below each. */
export function endsOf(depths: readonly number[]): Int32Array {
  const ends = new Int32Array(depths.length)
  const open: number[] = []
  depths.forEach((depth, at) => {
    while (open.length > depth) ends[open.pop() ?? 0] = at
    open.push(at)
  })
  for (const at of open) ends[at] = depths.length
  return ends
}

/** A row that stands for no event is reached where anything below it is. */
function reachOf(
  { inFirst, inTimed }: EventProfile,
  rows: Rows,
  nodes: readonly TreeNode[],
  ends: Int32Array,
): Uint8Array {
  const [first, always] = [REACHES.indexOf('first'), REACHES.indexOf('always')]
  const reached = new Uint8Array(nodes.length)
  rows.row.forEach((row, event) => {
    if (row < 0) return
    if (inTimed[event] === 1) reached[row] = always
    else if (inFirst[event] === 1 && reached[row] !== always) reached[row] = first
  })
  if (nodes.length > 0) reached[0] = always
  const below = new Map<number, number>()
  for (let row = nodes.length - 1; row > 0; row--) {
    if (reached[row] !== 0) continue
    const under = reached.subarray(row + 1, ends[row])
    if (under.includes(always)) below.set(row, always)
    else if (under.includes(first)) below.set(row, first)
  }
  for (const [row, reach] of below) reached[row] = reach
  return reached
}
