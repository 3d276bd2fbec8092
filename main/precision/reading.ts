/** All that can be read of a state: the nodes with where their values come from, the attributes, the legacy getters, what guards see. */
import type {
  GuardedBy,
  LegacyReader,
  PrecisionAttribute,
  PrecisionChoice,
  PrecisionGuardKey,
  PrecisionNode,
  PrecisionReading,
  PrecisionState,
} from '../../shared/precision'
import {
  type CellReading,
  cellsOf,
  conflictsOf,
  parentOf,
  partsOf,
  readAttribute,
  readCell,
  readLegacy,
  refusalOf,
} from './interpret'
import { type Cell, type Conflict, DEFAULT, type GuardKey, type Holds, type PrecisionRules, type Reader } from './rules'
import { KNOWN_VERSIONS } from './versions'

export function readAll(rules: PrecisionRules, state: PrecisionState): PrecisionReading {
  return {
    state,
    nodes: cellsOf(rules).map((cell) => nodeOf(rules, state, cell)),
    attributes: rules.attributes.map(({ name, trap }): PrecisionAttribute => ({
      name,
      reads: readAttribute(rules, state, name),
      trap,
    })),
    legacy: rules.readers.map((reader) => legacyReader(rules, state, reader)),
    guardKeys: rules.guardKeys.map((key) => guardKeyOf(rules, state, key)),
    presets: rules.presets.map(({ name, label, about }) => ({ name, label, about })),
    versions: KNOWN_VERSIONS,
  }
}

function guardKeyOf(rules: PrecisionRules, state: PrecisionState, { key, cell, holds }: GuardKey): PrecisionGuardKey {
  return {
    key,
    cell,
    reads: readCell(rules, state, cell).value,
    value: heldIn(rules, state, cell, holds) ?? null,
    holds: [...holds].map(([reads, value]) => ({ reads, value })),
  }
}

/** What a GLOBAL_STATE guard that is built in this state holds; undefined where the rules do not say. */
export function heldIn(
  rules: PrecisionRules,
  state: PrecisionState,
  cell: Cell,
  holds: Holds,
): boolean | number | null | undefined {
  return holds.get(readCell(rules, state, cell).value)
}

function nodeOf(rules: PrecisionRules, state: PrecisionState, cell: Cell): PrecisionNode {
  const read = readCell(rules, state, cell)
  return {
    cell,
    name: nameOf(rules, cell),
    parent: parentOf(rules, cell),
    raw: read.raw,
    value: read.value,
    origin: read.origin,
    notes: notesOn(rules, cell, read),
    guarded: guardedBy(rules, cell),
    choices: choicesOf(rules, cell),
    python: writerOf(rules, cell).replace('{}', '…'),
  }
}

/** `cuda` for `cuda.all`. */
export function nameOf(rules: PrecisionRules, cell: Cell): string {
  const { backend, op } = partsOf(rules, cell)
  return op === rules.ops[0] ? (backend?.name ?? cell) : cell
}

/** A line of Python that sets the cell, `{}` for the value. */
export function writerOf(rules: PrecisionRules, cell: Cell): string {
  const attribute = rules.attributes.find(({ reads, writes }) => reads === cell && writes === cell)
  if (attribute !== undefined) return `${attribute.name} = {}`
  const { backend, op } = partsOf(rules, cell)
  if (op === rules.ops[0] && backend?.set !== undefined) return backend.set
  return `torch._C._set_fp32_precision_setter("${backend?.name ?? ''}", "${op}", {})`
}

function notesOn(rules: PrecisionRules, cell: Cell, { raw, value, origin, masked }: CellReading): string[] {
  const { backend } = partsOf(rules, cell)
  const ancestor = origin.from === 'ancestor' ? nameOf(rules, origin.cell) : ''
  const notes: string[] = []
  if (masked !== null)
    notes.push(`${ancestor} is ${masked}, which ${backend?.name ?? ''} does not support: torch reads none.`)
  const known = rules.precisions.find(({ name }) => name === value)
  if (known?.note !== undefined) notes.push(known.note)
  if (origin.from === 'default')
    notes.push(`torch's own default: ${value} until a parent is set. No setter brings it back.`)
  else if (raw === DEFAULT) notes.push(`torch's own default gives way to ${ancestor}.`)
  for (const { name, reads, writes } of rules.attributes) {
    if (reads === cell && writes !== null && writes !== cell)
      notes.push(`${name} = … writes ${nameOf(rules, writes)} instead.`)
  }
  return notes
}

/** Whether the guard keys see all of what this node decides, some, or none. */
function guardedBy(rules: PrecisionRules, cell: Cell): GuardedBy {
  const leaves = leavesBelow(rules, cell)
  const seen = leaves.filter((leaf) => rules.guardKeys.some((key) => key.cell === leaf))
  if (seen.length === 0) return 'none'
  return seen.length === leaves.length ? 'whole' : 'part'
}

/** The cells that decide how something is computed: those that no other inherits from. */
export function leavesBelow(rules: PrecisionRules, cell: Cell): readonly Cell[] {
  const children = cellsOf(rules).filter((other) => parentOf(rules, other) === cell)
  return children.length === 0 ? [cell] : children.flatMap((child) => leavesBelow(rules, child))
}

function choicesOf(rules: PrecisionRules, cell: Cell): PrecisionChoice[] {
  const { backend, op } = partsOf(rules, cell)
  return rules.precisions.map(({ name }) => ({
    value: name,
    refused: refusalOf(rules, backend?.name ?? '', op, name)?.text ?? null,
  }))
}

function legacyReader(rules: PrecisionRules, state: PrecisionState, reader: Reader): LegacyReader {
  const conflicts = conflictsOf(rules, state, reader)
  return {
    name: reader.name,
    reads: readLegacy(rules, state, reader),
    why: conflicts.map((conflict) => conflictWords(rules, state, conflict)).join('; '),
    page: /https:\/\/\S+/.exec(reader.message)?.[0] ?? '',
  }
}

function conflictWords(rules: PrecisionRules, state: PrecisionState, { cell, matmul }: Conflict): string {
  const setting =
    matmul === undefined
      ? `the legacy flag is ${state.cudnn ? 'True' : 'False'}`
      : `the legacy precision is ${state.matmul}`
  return `${cell} reads ${readCell(rules, state, cell).value}, and ${setting}`
}
