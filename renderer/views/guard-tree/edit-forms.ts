/** What can be edited of a guard in a form: its parts as text, and the edits that another text means. */
import type { Json } from '../../../shared/replay'
import { COMMON_DTYPES } from '../../../shared/scalar-types'
import type { NodeDetail } from '../../../shared/tree'

/** One part with a field of its own. */
export interface EditField {
  readonly name: string
  readonly value: string
  /** Offered values; the field takes any text where there are none. */
  readonly choices?: readonly string[]
  /** The edits that make it `text`, or what was expected. */
  readonly edits: (text: string) => readonly Json[] | { readonly expected: string }
}

/** An edit at a click. */
export interface EditAction {
  readonly label: string
  readonly edits: readonly Json[]
}

const DTYPES = COMMON_DTYPES.filter((name) => !name.startsWith('complex'))

/** The fields of a node's guard. */
export function fieldsOf({ className, guard, expected }: NodeDetail): readonly EditField[] {
  if (guard === null) return []
  const at = guard.name
  const wanted = (name: string): string => expected.find((row) => row.name === name)?.value ?? ''
  switch (className) {
    case 'TENSOR_MATCH': {
      const tensor = (part: Record<string, Json>): readonly Json[] => [{ do: 'set-tensor', at, ...part }]
      const dims = (name: 'size' | 'stride'): EditField => ({
        name,
        value: wanted(name).replace(/[[\]]/g, ''),
        edits: (text) => {
          const list = dimsOf(text)
          return list === null ? { expected: 'whole numbers or "any", with commas' } : tensor({ [name]: list })
        },
      })
      return [
        dims('size'),
        dims('stride'),
        {
          name: 'dtype',
          value: wanted('dtype'),
          choices: [...new Set([wanted('dtype'), ...DTYPES.map((name) => `torch.${name}`)])],
          edits: (text) => tensor({ dtype: text }),
        },
        {
          name: 'requires_grad',
          value: wanted('requires_grad'),
          choices: ['True', 'False'],
          edits: (text) => tensor({ requires_grad: text === 'True' }),
        },
        { name: 'device', value: wanted('device'), edits: (text) => tensor({ device: text.trim() }) },
      ]
    }
    default:
      return []
  }
}

/** The source whose value a node's guard compares with; null where it compares with none that can be set. */
export function valueAt({ className, guard }: NodeDetail): string | null {
  return guard !== null && /^(EQUALS|TRUE|FALSE)_MATCH$/.test(className) ? guard.name : null
}

/** The shape expressions that a node's guard holds; null where it holds none. */
export function shapesOf({ guard, expected }: NodeDetail): readonly string[] | null {
  return guard?.createFn === 'SHAPE_ENV' ? expected.map(({ value }) => value) : null
}

/** What else can be done to a node's guard. */
export function actionsOf({ className, guard, expected }: NodeDetail): readonly EditAction[] {
  if (guard === null) return []
  const { name, createFn } = guard
  const drop: EditAction = {
    label: `Drop ${createFn}`,
    edits: [{ do: 'drop-guard', name, create_fn: createFn }],
  }
  if (className !== 'TENSOR_MATCH') return [drop]
  const size = dimsOf(expected.find((row) => row.name === 'size')?.value.replace(/[[\]]/g, '') ?? '') ?? []
  const any = size.flatMap((dim, i): EditAction[] =>
    dim === null
      ? []
      : [
          {
            label: `Let size at ${i} be any`,
            edits: [{ do: 'set-tensor', at: name, size: size.map((n, j) => (j === i ? null : n)) }],
          },
        ],
  )
  return [...any.slice(0, 4), { label: 'Weaken to TYPE_MATCH', edits: [{ do: 'weaken', name }] }, drop]
}

function dimsOf(text: string): (number | null)[] | null {
  if (text.trim() === '') return []
  const list = text.split(',').map((part) => part.trim())
  if (list.at(-1) === '') list.pop()
  const dims = list.map((part) =>
    part === 'any' || part === 'None' ? null : /^\d{1,15}$/.test(part) ? Number(part) : NaN,
  )
  return dims.some((dim) => Number.isNaN(dim)) ? null : dims
}
