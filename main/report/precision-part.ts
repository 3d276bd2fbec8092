/** What a report says of the precision settings: the hierarchy, what is in force, and the Python that brings a process there. */
import type { PrecisionNode, PrecisionOutcome, PrecisionState } from '../../shared/precision'
import { startState } from '../precision/interpret'
import { pythonBetween } from '../precision/python-lines'
import { readAll } from '../precision/reading'
import type { PrecisionRules } from '../precision/rules'
import type { ReportPrecision } from './model'

export function precisionPart(rules: PrecisionRules, state: PrecisionState): ReportPrecision {
  const { nodes, legacy, guardKeys } = readAll(rules, state)
  const { lines, notes } = pythonBetween(rules, startState(rules), state)
  const nameOf = (cell: string | null): string | null => nodes.find((node) => node.cell === cell)?.name ?? null
  return {
    torch: state.torch,
    nodes: nodes.map((node) => ({
      name: node.name,
      parent: nameOf(node.parent),
      set: node.raw,
      in_force: node.value,
      from: fromOf(node, nameOf),
      guarded: node.guarded,
      notes: node.notes,
    })),
    legacy: legacy.map(({ name, reads, why }) => ({ name, reads: readText(reads), why })),
    global_state: guardKeys.map(({ key, value, reads }) => ({ key, value, reads })),
    python: lines,
    python_notes: notes,
  }
}

function fromOf({ origin }: PrecisionNode, nameOf: (cell: string) => string | null): string {
  switch (origin.from) {
    case 'set':
      return 'set here'
    case 'ancestor':
      return `from ${nameOf(origin.cell) ?? origin.cell}`
    case 'default':
      return "torch's default"
    case 'nowhere':
      return 'nothing set'
  }
}

function readText(read: PrecisionOutcome): string {
  if ('error' in read) return `raises ${read.error}`
  if (read.value === null) return 'None'
  return typeof read.value === 'boolean' ? (read.value ? 'True' : 'False') : String(read.value)
}
