/** A recorded torch against the engine: whether it knows every name, prints the same trees and gives the same answers. */
import { examineBlob } from '../documents/doctor'
import { openDocument } from '../documents/document'
import { factsFor } from '../documents/tables'
import { compareScenarios } from '../documents/testing/agreement'
import { maskIds, whereKnown } from '../documents/testing/corpus'
import { disagreements } from '../documents/testing/recorded-filters'
import { buildGuardTree } from '../engine/build'
import type { Facts } from '../engine/facts'
import { CREATE_FNS } from '../engine/guard-kinds'
import { ACCESSOR_CLASSES, LEAF_CLASSES, accessorClass } from '../engine/kinds'
import { printTree } from '../engine/print'
import { decodePickle } from '../pickle/decode'
import { parseRecording, replay } from '../precision/recording'
import { rulesFor } from '../precision/versions'
import { readGuardsState } from '../state/read-state'
import { SOURCE_CLASSES } from '../state/source-classes'
import { parseTree } from '../traces/printed-tree'
import type { Part, Row } from './findings'
import type { CorpusCase, Recording } from './recording'

type Add = (part: Part, where: string, torch: string, other: string) => void

export interface AgainstEngine {
  readonly rows: readonly Row[]
  readonly counts: Readonly<Record<string, number>>
}

/** `facts`: the table of that torch, where its version has none of its own here. */
export function againstEngine(recording: Recording, version: string, facts: Facts | null): AgainstEngine {
  const rows: Row[] = []
  const add: Add = (part, where, torch, other) => void rows.push({ part, where, torch, other })
  const counts: Record<string, number> = { blobs: 0, trees: 0, answers: 0, unknown: 0 }
  const count = (name: string, by = 1): void => void (counts[name] = (counts[name] ?? 0) + by)
  for (const part of ['corpus', 'scenarios']) {
    for (const one of recording.cases(part)) {
      try {
        compareCase(part, one, facts, add, count)
      } catch (error) {
        add('reading', `${part} ${one.name}`, one.sidecar.status, String(error))
      }
    }
  }
  const table = recording.facts()?.table
  for (const name of table?.create_fns ?? [])
    if (!CREATE_FNS.has(name))
      add('kinds', `GuardBuilder.${name}`, 'a method of this torch', 'no create_fn of this name')
  const filters = recording.filters()
  if (filters !== null) {
    const { wrong, asked } = disagreements(filters)
    count('filter answers', asked)
    for (const text of wrong) add('filters', text, '', '')
  }
  comparePrecision(recording.precision(), version, add, count)
  return { rows: once(rows), counts }
}

function compareCase(
  part: string,
  one: CorpusCase,
  facts: Facts | null,
  add: Add,
  count: (n: string, by?: number) => void,
): void {
  const { name, bytes, sidecar } = one
  if (bytes === null) return
  const where = `${part} ${name}`
  count('blobs')
  const state = readGuardsState(decodePickle(bytes))
  for (const { path } of state.unknown) add('reading', where, path, 'not known')
  for (const guard of state.guards) {
    if (!CREATE_FNS.has(guard.createFn)) add('kinds', guard.createFn, `in ${name}`, 'no create_fn of this name')
    for (let at = guard.source; at !== null; at = at.base)
      if (!at.known || !SOURCE_CLASSES.has(at.cls)) add('kinds', at.cls, `in ${name}`, 'no source of this name')
  }
  const locals = [...(sidecar.frame?.co_varnames ?? []), ...(sidecar.frame?.co_freevars ?? [])]
  const built = buildGuardTree(state, facts ?? factsFor(state.version), { locals })
  if (sidecar.status !== 'ok') {
    if (built.problems.length === 0) add('reading', where, sidecar.error ?? sidecar.status, 'it loads')
    return
  }
  for (const { message } of built.problems) add('reading', where, 'it loads', message)
  if (sidecar.loaded_tree !== undefined) {
    count('trees')
    unknownNames(sidecar.loaded_tree, name, add)
    const [theirs, ours] = [maskIds(sidecar.loaded_tree), printTree(built, built.builder.dialect)]
    const known = whereKnown(theirs, ours)
    if (known !== ours) add('trees', where, ...firstDifference(known, ours))
    else if (theirs !== ours) count('unknown')
  }
  const saved = { globalState: sidecar.global_state, env: sidecar.env_at_save ?? 'none' }
  const { answers, asSaved } = compareScenarios(bytes, sidecar.scenarios ?? [], locals, saved, { facts })
  for (const [of, list] of [
    ['', answers],
    [' before saving', asSaved],
  ] as const) {
    for (const { scenario, difference } of list) {
      count('answers')
      if (difference === null) continue
      if (difference.what.endsWith('unknown')) count('unknown')
      else add('answers', `${where}: ${scenario}${of}: ${difference.what}`, difference.torch, difference.ours)
    }
  }
  for (const { severity, code, message } of examineBlob(openDocument(bytes), 0, null))
    if (severity === 'error') add('doctor', where, 'it loads', `${code}: ${message}`)
}

/** Classes in a printed tree that guards.cpp has and the engine has not. */
function unknownNames(tree: string, name: string, add: Add): void {
  const known = (list: readonly string[], cls: string): boolean => list.includes(cls)
  for (const node of parseTree(tree).nodes) {
    if ('parts' in node && !known(LEAF_CLASSES, node.cls))
      add('kinds', node.cls, `a guard in ${name}`, 'no leaf guard of this name')
    if ('accessor' in node && node.accessor !== null) {
      const cls = accessorClass(/^[\w<>:]+/.exec(node.accessor)?.[0] ?? '')
      if (!known(ACCESSOR_CLASSES, cls)) add('kinds', cls, `an accessor in ${name}`, 'no accessor of this name')
    }
  }
}

function comparePrecision(json: unknown, version: string, add: Add, count: (name: string, by?: number) => void): void {
  const chosen = rulesFor(version)
  if (json === null || chosen === null) return
  const recording = parseRecording(json)
  if (typeof recording === 'string') return add('precision', 'the recording', recording, 'not read')
  const { checked, differences } = replay(chosen.rules, recording)
  count('precision values', checked)
  for (const { trace, step, what, torch, model } of differences)
    add('precision', `walk ${trace} step ${step}: ${what}`, torch, model)
}

/** The first line in which two texts part. */
export function firstDifference(a: string, b: string): [string, string] {
  const [x, y] = [a.split('\n'), b.split('\n')]
  const at = x.findIndex((line, i) => line !== y[i])
  const line = at < 0 ? x.length : at
  return [x[line]?.trim() ?? '(no more lines)', y[line]?.trim() ?? '(no more lines)']
}

function once(rows: readonly Row[]): readonly Row[] {
  const seen = new Map<string, Row>()
  for (const row of rows) {
    const key = row.part === 'kinds' ? row.where : JSON.stringify(row)
    if (!seen.has(key)) seen.set(key, row)
  }
  return [...seen.values()]
}
