/** Reads and sets the fp32 precision settings as torch does (Context::float32Precision and its setters), from a table of rules. */
import type {
  PrecisionAction,
  PrecisionOrigin,
  PrecisionOutcome,
  PrecisionState,
  PrecisionValue,
} from '../../shared/precision'
import { pythonRepr, pythonType } from './python-value'
import {
  type Backend,
  type Cell,
  DEFAULT,
  type Effect,
  NONE,
  type PrecisionRules,
  type Reader,
  type Refusal,
  cellOf,
} from './rules'

export interface CellReading {
  readonly raw: string
  readonly value: string
  readonly origin: PrecisionOrigin
  /** What it would have inherited, were it a value of this backend. */
  readonly masked: string | null
}

/** What an action comes to. `state` is the same object where nothing changed. */
export interface Done {
  readonly state: PrecisionState
  readonly result: PrecisionOutcome
  readonly warning: string
}

/** The state of a process that has set nothing; `env` is the variable that it was started with. */
export function startState(rules: PrecisionRules, env = ''): PrecisionState {
  const start = startOf(rules, env)
  const cells = Object.fromEntries(cellsOf(rules).map((cell) => [cell, start.cells.get(cell) ?? NONE]))
  return { torch: rules.torch, cells, matmul: start.matmul, cudnn: start.cudnn, stray: {} }
}

/** Every cell, parents first. */
export function cellsOf(rules: PrecisionRules): readonly Cell[] {
  return rules.backends.flatMap(({ name, ops }) => ops.map((op) => cellOf(name, op)))
}

/** The cell that decides where this one is none; null for the topmost. */
export function parentOf(rules: PrecisionRules, cell: Cell): Cell | null {
  const [generic] = rules.backends
  const [all] = rules.ops
  const { backend, op } = partsOf(rules, cell)
  if (generic === undefined || all === undefined || backend === undefined) return null
  if (op !== all) return cellOf(backend.name, all)
  return backend === generic ? null : cellOf(generic.name, all)
}

export function readCell(rules: PrecisionRules, state: PrecisionState, cell: Cell): CellReading {
  const raw = state.cells[cell] ?? NONE
  const { backend } = partsOf(rules, cell)
  const found = inForce(rules, state, cell, raw)
  if (backend === undefined || !isRefused(rules, backend, found.value)) return { raw, ...found, masked: null }
  return { raw, value: NONE, origin: found.origin, masked: found.value }
}

function inForce(
  rules: PrecisionRules,
  state: PrecisionState,
  cell: Cell,
  raw: string,
): { readonly value: string; readonly origin: PrecisionOrigin } {
  if (raw !== NONE && raw !== DEFAULT) return { value: raw, origin: { from: 'set' } }
  for (let at = parentOf(rules, cell); at !== null; at = parentOf(rules, at)) {
    const value = state.cells[at] ?? NONE
    if (value !== NONE) return { value, origin: { from: 'ancestor', cell: at } }
  }
  return raw === DEFAULT
    ? { value: startOf(rules, '').fallback, origin: { from: 'default' } }
    : { value: NONE, origin: { from: 'nowhere' } }
}

/** What a getter of an attribute says. */
export function readAttribute(rules: PrecisionRules, state: PrecisionState, name: string): PrecisionOutcome {
  const attribute = rules.attributes.find((one) => one.name === name)
  if (attribute?.reads != null) return { value: readCell(rules, state, attribute.reads).value }
  if (Object.hasOwn(state.stray, name)) return { value: state.stray[name] ?? null }
  const dot = name.lastIndexOf('.')
  return error('AttributeError', `module '${name.slice(0, dot)}' has no attribute '${name.slice(dot + 1)}'`)
}

/** What a legacy getter says. */
export function readLegacy(rules: PrecisionRules, state: PrecisionState, reader: Reader): PrecisionOutcome {
  return conflictsOf(rules, state, reader).length > 0
    ? error('RuntimeError', reader.message)
    : { value: reader.reads(state) }
}

/** What makes a legacy getter raise. */
export function conflictsOf(rules: PrecisionRules, state: PrecisionState, { raises }: Reader): Reader['raises'] {
  return raises.filter(({ cell, reads, matmul, cudnn }) => {
    const { value } = readCell(rules, state, cell)
    const differs = 'is' in reads ? value === reads.is : value !== reads.isNot
    return differs && (matmul?.includes(state.matmul) ?? true) && (cudnn === undefined || cudnn === state.cudnn)
  })
}

/** Does what the action does. */
export function act(rules: PrecisionRules, state: PrecisionState, action: PrecisionAction): Done {
  switch (action.kind) {
    case 'node':
      return setCell(rules, state, action.backend, action.op, action.value, action.value)
    case 'attribute':
      return setAttribute(rules, state, action.name, action.value)
    case 'legacy':
      return setFlag(rules, state, action.name, action.value)
    case 'matmul':
      return setMatmul(rules, state, action.value)
  }
}

/** The setter of a cell; it returns the value. */
function setCell(
  rules: PrecisionRules,
  state: PrecisionState,
  backend: string,
  op: string,
  value: PrecisionValue,
  returned: PrecisionValue,
): Done {
  if (typeof value !== 'string') {
    const invoked = [backend, op, value].map(pythonRepr).join(', ')
    return failed(
      state,
      'TypeError',
      rules.notStrings.replace('{}', () => invoked),
    )
  }
  const refused = refusalOf(rules, backend, op, value)
  if (refused === null)
    return { state: withCells(state, [[cellOf(backend, op), value]]), result: { value: returned }, warning: '' }
  return refused.warns
    ? { state, result: { value: returned }, warning: refused.text }
    : failed(state, 'RuntimeError', refused.text)
}

/** Why torch does not set this cell to this value; null where it does. */
export function refusalOf(
  rules: PrecisionRules,
  backend: string,
  op: string,
  precision: string,
): { readonly text: string; readonly warns: boolean } | null {
  const found = rules.backends.find(({ name }) => name === backend)
  const applies: { readonly [K in Refusal['of']]: boolean } = {
    precision: !rules.precisions.some(({ name }) => name === precision),
    op: !rules.ops.includes(op),
    backend: found === undefined,
    pair: found?.ops.includes(op) === false,
    support: found !== undefined && isRefused(rules, found, precision),
    cell: rules.precisions.some(
      ({ name, onlyIn }) => name === precision && onlyIn !== undefined && onlyIn !== cellOf(backend, op),
    ),
  }
  const refusal = rules.refusals.find(({ of }) => applies[of])
  if (refusal === undefined) return null
  const taken = rules.precisions.filter(({ refusedBy }) => !refusedBy.includes(backend)).map(({ name }) => name)
  const words = new Map([
    ['backend', backend],
    ['op', op],
    ['precision', precision],
    ['backend#', String(rules.backends.findIndex(({ name }) => name === backend))],
    ['op#', String(rules.ops.indexOf(op))],
    // torch names none last
    ['taken', [...taken.filter((name) => name !== NONE), NONE].join(' ')],
  ])
  return {
    text: refusal.text.replace(/\{([\w#]+)\}/g, (_, name: string) => words.get(name) ?? ''),
    warns: refusal.warns === true,
  }
}

function setAttribute(rules: PrecisionRules, state: PrecisionState, name: string, value: PrecisionValue): Done {
  const attribute = rules.attributes.find((one) => one.name === name)
  if (attribute?.writes == null) {
    return { state: { ...state, stray: { ...state.stray, [name]: value } }, result: { value: null }, warning: '' }
  }
  const { backend, op } = partsOf(rules, attribute.writes)
  return setCell(rules, state, backend?.name ?? '', op, value, null)
}

function setFlag(rules: PrecisionRules, state: PrecisionState, name: string, value: PrecisionValue): Done {
  const flag = rules.flags.find((one) => one.name === name)
  if (flag === undefined) return failed(state, 'AttributeError', `no such flag: ${name}`)
  if (typeof value !== 'boolean')
    return failed(state, 'RuntimeError', `${flag.setter} expects a bool, but got ${pythonType(value)}`)
  const effect = flag.effects?.[value ? 'true' : 'false'] ?? { cells: [] }
  return { state: withEffect(state, effect), result: { value: null }, warning: flag.warning }
}

/** Names are matched as they are written: torch lowers a name into an empty string, which never matches. */
function setMatmul({ matmul }: PrecisionRules, state: PrecisionState, value: PrecisionValue): Done {
  if (typeof value !== 'string')
    return failed(state, 'RuntimeError', `${matmul.setter} expects a str, but got ${pythonType(value)}`)
  const effect = matmul.levels.get(value)
  if (effect === undefined)
    return { state, result: { value: null }, warning: matmul.warning.replace('{}', () => value) }
  return { state: withEffect(state, effect), result: { value: null }, warning: '' }
}

function withEffect(state: PrecisionState, { matmul, cudnn, cells }: Effect): PrecisionState {
  const set = withCells(state, cells)
  const next = { ...set, matmul: matmul ?? set.matmul, cudnn: cudnn ?? set.cudnn }
  return next.matmul === set.matmul && next.cudnn === set.cudnn ? set : next
}

function withCells(state: PrecisionState, cells: Effect['cells']): PrecisionState {
  if (cells.every(([cell, value]) => state.cells[cell] === value)) return state
  return { ...state, cells: { ...state.cells, ...Object.fromEntries(cells) } }
}

export function partsOf(
  rules: PrecisionRules,
  cell: Cell,
): { readonly backend: Backend | undefined; readonly op: string } {
  const dot = cell.indexOf('.')
  return { backend: rules.backends.find(({ name }) => name === cell.slice(0, dot)), op: cell.slice(dot + 1) }
}

export function isRefused({ precisions }: PrecisionRules, { name }: Backend, value: string): boolean {
  return precisions.some((precision) => precision.name === value && precision.refusedBy.includes(name))
}

function startOf({ starts }: PrecisionRules, env: string): PrecisionRules['starts'][number] {
  const start = starts.find((one) => one.env === env) ?? starts[0]
  if (start === undefined) throw new Error('rules without a start')
  return start
}

const error = (name: string, message: string): PrecisionOutcome => ({ error: name, message })

const failed = (state: PrecisionState, name: string, message: string): Done => ({
  state,
  result: error(name, message),
  warning: '',
})
