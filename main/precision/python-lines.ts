/** The lines of Python that bring a process from one state to another: as few as there are, each a setter of torch. */
import type { PrecisionAction, PrecisionPython, PrecisionState } from '../../shared/precision'
import { act, cellsOf, partsOf, readCell } from './interpret'
import { nameOf, writerOf } from './reading'
import { pythonRepr } from './python-value'
import { type Cell, DEFAULT, NONE, type PrecisionRules } from './rules'

interface Way extends PrecisionPython {
  /** What the lines do. */
  readonly actions: readonly PrecisionAction[]
  /** Where they lead; it reads as the goal does. */
  readonly reached: PrecisionState
}

/** `reached` is the goal itself but for cells that no setter brings back, which the notes name. */
export function pythonBetween(rules: PrecisionRules, from: PrecisionState, to: PrecisionState): Way {
  const ways = matmulSetters(rules, from, to).flatMap((matmul) =>
    cudnnSetters(rules, from, to).map((cudnn) => wayOver(rules, from, to, [...matmul, ...cudnn])),
  )
  const [best] = ways.sort((a, b) => a.notes.length - b.notes.length || a.lines.length - b.lines.length)
  if (best === undefined) throw new Error('no way between two states')
  return best.lines.length === 0 ? best : { ...best, lines: ['import torch', ...best.lines] }
}

/** Legacy setters first, as they set cells too; then each cell that is not as it should be, parents before children. */
function wayOver(
  rules: PrecisionRules,
  from: PrecisionState,
  to: PrecisionState,
  legacy: readonly PrecisionAction[],
): Way {
  let state = from
  const lines: string[] = []
  const actions: PrecisionAction[] = []
  const notes: string[] = []
  const perform = (action: PrecisionAction): void => {
    state = act(rules, state, action).state
    actions.push(action)
    lines.push(lineOf(rules, action))
  }
  legacy.forEach(perform)
  for (const cell of cellsOf(rules)) {
    const goal = to.cells[cell] ?? NONE
    if (state.cells[cell] === goal) continue
    const value = goal === DEFAULT ? substitute(rules, to, cell, notes) : goal
    if (state.cells[cell] === value) continue
    const { backend, op } = partsOf(rules, cell)
    perform({ kind: 'node', backend: backend?.name ?? '', op, value })
  }
  return { lines, notes, actions, reached: state }
}

/** What stands in for torch's own default, which no setter gives: it reads the same now, and not after every change to come. */
function substitute(rules: PrecisionRules, to: PrecisionState, cell: Cell, notes: string[]): string {
  const { value, origin } = readCell(rules, to, cell)
  const stand = origin.from === 'default' ? value : NONE
  const until =
    stand === NONE
      ? 'once no parent is set it reads none, where the default reads its own value'
      : 'it does not follow a parent that is set later'
  notes.push(
    `${nameOf(rules, cell)}: no setter brings torch's own default back. ${stand} reads the same now; ${until}.`,
  )
  return stand
}

/** Nothing where the legacy precision is right already, or one of the setters that make it so. */
function matmulSetters(rules: PrecisionRules, from: PrecisionState, to: PrecisionState): PrecisionAction[][] {
  const level: PrecisionAction[] = [{ kind: 'matmul', value: to.matmul }]
  const flags = flagsWith(rules, ({ matmul }) => matmul === to.matmul)
  return [...(from.matmul === to.matmul ? [[]] : []), level, ...flags]
}

function cudnnSetters(rules: PrecisionRules, from: PrecisionState, to: PrecisionState): PrecisionAction[][] {
  const flags = flagsWith(rules, ({ cudnn }) => cudnn === to.cudnn)
  return [...(from.cudnn === to.cudnn ? [[]] : []), ...flags]
}

function flagsWith(
  { flags }: PrecisionRules,
  fits: (effect: { readonly matmul?: string; readonly cudnn?: boolean }) => boolean,
): PrecisionAction[][] {
  return flags.flatMap(({ name, effects }) =>
    effects === null
      ? []
      : [true, false].flatMap((value) =>
          fits(effects[value ? 'true' : 'false']) ? [[{ kind: 'legacy' as const, name, value }]] : [],
        ),
  )
}

/** The action as Python does it. */
export function lineOf(rules: PrecisionRules, action: PrecisionAction): string {
  const value = typeof action.value === 'string' ? JSON.stringify(action.value) : pythonRepr(action.value)
  switch (action.kind) {
    case 'node':
      return writerOf(rules, `${action.backend}.${action.op}`).replace('{}', () => value)
    case 'matmul':
      return `torch.set_float32_matmul_precision(${value})`
    case 'attribute':
    case 'legacy':
      return `${action.name} = ${value}`
  }
}
