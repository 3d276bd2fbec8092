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
    case 'EQUALS_MATCH':
    case 'TRUE_MATCH':
    case 'FALSE_MATCH':
      return [
        {
          name: 'equals',
          value: wanted('equals'),
          edits: (text) => {
            const value = literalOf(text.trim())
            return value === null
              ? { expected: "a Python literal: 5, 0.5, 'text', True, None" }
              : [{ do: 'set-value', at, value }]
          },
        },
      ]
    case 'LAMBDA_GUARD':
    case 'SYMBOLIC_SHAPE_GUARD':
      if (guard.createFn !== 'SHAPE_ENV') return []
      return expected.map(({ value: expr }) => ({
        name: 'holds',
        value: expr,
        edits: (text) =>
          text.trim() === ''
            ? { expected: 'an expression' }
            : [{ do: 'set-text', expr, to: text.trim(), verbose: text.trim() }],
      }))
    default:
      return []
  }
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

/** A value of a scenario out of a Python literal; null where it is none of the plain ones. */
export function literalOf(text: string): Json | null {
  if (text === 'None') return { kind: 'none' }
  if (text === 'True' || text === 'False') return { kind: 'bool', value: text === 'True' }
  if (/^[-+]?\d+$/.test(text)) return { kind: 'int', value: BigInt(text.replace('+', '')).toString() }
  if (/^-?(nan|inf)$/.test(text)) return { kind: 'float', value: text.replace('-nan', 'nan') }
  if (/^[-+]?(\d+\.\d*|\.\d+|\d+)(e[-+]?\d+)?$/i.test(text)) return { kind: 'float', value: floatText(Number(text)) }
  const quoted = /^(['"])((?:[^\\]|\\.)*)\1$/s.exec(text)
  if (quoted?.[2] !== undefined && !new RegExp(`(^|[^\\\\])${quoted[1]}`).test(quoted[2])) return textOf(quoted[2])
  return null
}

/** As Python's repr writes it: with a point. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const text = String(value)
  return /[.e]/.test(text) ? text.replace(/e\+?(-?)(\d)$/, 'e$10$2').replace(/e(\d)/, 'e+$1') : `${text}.0`
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' }

function textOf(escaped: string): Json | null {
  let known = true
  const value = escaped.replace(/\\(u[0-9a-f]{4}|x[0-9a-f]{2}|.)/gis, (_, code: string) => {
    if (/^[ux]/i.test(code) && code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    if (ESCAPES[code] === undefined) known = false
    return ESCAPES[code] ?? code
  })
  return known ? { kind: 'str', value } : null
}
