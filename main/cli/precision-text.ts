/** The precision settings as a table for the terminal. */
import type { PrecisionNode, PrecisionOutcome, PrecisionReading } from '../../shared/precision'
import { heldWords } from '../../shared/precision-held'
import { oneLine } from './output'

export function precisionText({ state, nodes, attributes, legacy, guardKeys }: PrecisionReading): string {
  const depth = (node: PrecisionNode): number => {
    const parent = nodes.find(({ cell }) => cell === node.parent)
    return parent === undefined ? 0 : 1 + depth(parent)
  }
  const words = { whole: 'guarded', part: 'guarded in part', none: 'not guarded' }
  const rows = nodes.map((node) => [
    `${'  '.repeat(depth(node))}${node.name}`,
    node.raw,
    node.value,
    originWords(node, nodes),
    words[node.guarded],
  ])
  const notes = nodes.flatMap(({ name, notes: on }) => on.map((note) => [name, note]))
  const traps = attributes.flatMap(({ name, trap }) => (trap === '' ? [] : [[name, trap]]))
  return [
    `torch ${state.torch}`,
    '',
    ...table([['node', 'set', 'in force', 'from', ''], ...rows]),
    '',
    ...table(legacy.map(({ name, reads, why }) => [name, outcome(reads), why])),
    ...table(guardKeys.map((one) => [`GLOBAL_STATE ${one.key}`, heldWords(one)])),
    '',
    ...table([...notes, ...traps]),
    '',
  ].join('\n')
}

function originWords({ origin }: PrecisionNode, nodes: readonly PrecisionNode[]): string {
  switch (origin.from) {
    case 'set':
      return 'set here'
    case 'ancestor':
      return `from ${nodes.find(({ cell }) => cell === origin.cell)?.name ?? origin.cell}`
    case 'default':
      return "torch's default"
    case 'nowhere':
      return 'nothing set'
  }
}

function outcome(read: PrecisionOutcome): string {
  if ('error' in read) return `raises ${read.error}`
  if (read.value === null) return 'None'
  return typeof read.value === 'boolean' ? (read.value ? 'True' : 'False') : oneLine(String(read.value))
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<readonly number[]>(
    (most, row) => row.map((cell, i) => Math.max(cell.length, most[i] ?? 0)),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
