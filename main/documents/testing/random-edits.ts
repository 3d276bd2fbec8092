/** Edits of every kind that a blob has something for, for tests. */
import type { Edit } from '../../../shared/edit'
import type { ValueJson } from '../../../shared/scenario'
import type { EditableGraph } from '../../engine/edit/graph'
import type { Value } from '../../engine/values/value'

/** One or more edits of each kind; some may be refused. */
export function editsOf(graph: EditableGraph): Edit[] {
  const { state, tree } = graph
  const { builder } = tree
  const edits: Edit[] = []
  const seen = new Set<string>()
  for (const guard of state.guards) {
    const { source, createFn } = guard
    if (source === null) continue
    const name = builder.names.of(source)
    const first = !seen.has(`${createFn} ${name}`)
    seen.add(`${createFn} ${name}`)
    if (!first) continue
    edits.push({ do: 'drop-guard', name, create_fn: createFn })
    if (createFn === 'TENSOR_MATCH') edits.push(...tensorEdits(name, builder.sizesOf(source)?.size.length ?? 0))
    const value = name === '' ? null : builder.evaluator.tryGet(source)
    const other = value === null ? null : otherValue(value)
    if (other !== null) edits.push({ do: 'set-value', at: name, value: other })
    if (name !== '' && createFn !== 'TYPE_MATCH') edits.push({ do: 'add-guard', name, create_fn: 'TYPE_MATCH' })
    const key = guard.keywords.get('key')
    if (key?.kind === 'str')
      edits.push({
        do: 'set-keyword',
        name,
        create_fn: createFn,
        nth: 0,
        keyword: 'key',
        value: { kind: 'str', value: `${key.value}_` },
      })
    edits.push({ do: 'set-code-list', name, create_fn: createFn, code_list: ['edited'] })
  }
  if (state.globalState !== null) {
    edits.push({ do: 'set-global-state', key: 'grad_mode', value: false })
    const json = JSON.parse(state.globalState) as Record<string, unknown>
    edits.push({ do: 'replace-global-state', state: { ...json, num_threads: 3 } })
  }
  const shapes = state.shapeCodeParts
  if (shapes !== null) {
    edits.push({ do: 'set-shape-exprs', exprs: [...shapes.python, '2 <= 3'], force: true })
    const [expr] = shapes.python
    if (expr !== undefined) edits.push({ do: 'set-text', expr, to: '1 <= 2', force: true })
  }
  edits.push({ do: 'strip', what: ['stacks'] }, { do: 'strip', what: ['paths'] }, { do: 'strip', what: ['comments'] })
  const kinds = [...new Set(state.guards.map(({ createFn }) => createFn))].slice(0, 2)
  edits.push({ do: 'drop-guards', where: { create_fn: kinds } })
  edits.push({ do: 'drop-guards', where: { filter: 'skip_guard_on_all_nn_modules_unsafe' } })
  if (state.guards.some(({ createFn }) => createFn === 'TENSOR_MATCH'))
    edits.push(
      { do: 'weaken-guards', where: { create_fn: ['TENSOR_MATCH'] } },
      { do: 'free-sizes', where: { create_fn: ['TENSOR_MATCH'] } },
    )
  edits.push({ do: 'strip', what: ['code_list', 'guard_types', 'hash'] })
  for (const torch of ['2.13', '2.14']) edits.push({ do: 'migrate', torch })
  return edits
}

function tensorEdits(at: string, rank: number): Edit[] {
  const ones = Array.from({ length: rank }, () => 1)
  return [
    { do: 'set-tensor', at, size: ones.map((_, i) => (i === 0 ? null : 7)) },
    { do: 'set-tensor', at, size: [...ones, 3], stride: [...ones, 1] },
    { do: 'set-tensor', at, dtype: 'torch.float64', requires_grad: true },
    { do: 'set-tensor', at, device: 'meta' },
    { do: 'set-tensor', at, dispatch_keys: '1', pytype: 'torch.nn.parameter.Parameter' },
    { do: 'weaken', name: at },
  ]
}

/** Another value of the same kind. */
function otherValue(value: Value): ValueJson | null {
  switch (value.kind) {
    case 'bool':
      return { kind: 'bool', value: !value.value }
    case 'int':
      return { kind: 'int', value: String(value.value * 3n + (1n << 70n)) }
    case 'float':
      return { kind: 'float', value: '0.375' }
    case 'str':
      return { kind: 'str', value: `${value.value}é\u{1F600}` }
    case 'none':
      return { kind: 'int', value: '5' }
    case 'sequence':
      return value.base === 'deque'
        ? null
        : { kind: 'sequence', type: `builtins.${value.base}`, items: [{ kind: 'int', value: '1' }, { kind: 'none' }] }
    case 'dict':
      return {
        kind: 'dict',
        type: 'builtins.dict',
        items: [
          [
            { kind: 'str', value: 'k' },
            { kind: 'bool', value: true },
          ],
        ],
      }
    case 'set':
      return { kind: 'set', type: 'builtins.set', items: [{ kind: 'bytes', hex: '00ff' }] }
    default:
      return null
  }
}
