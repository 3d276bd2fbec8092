/** What a leaf guard wants, as rows to compare: names as the window shows them, values whole. */
import type { GuardBuilder } from '../engine/builder'
import { expectedRows, NOT_IN_FILE } from '../engine/expected-rows'
import type { LeafGuard } from '../engine/manager'
import type { TensorValue, Value } from '../engine/values/value'
import { withoutProcess } from './process-names'
import { valueText } from './value-text'

export interface DigestRow {
  readonly name: string
  /** Null where the file does not hold it: it is equal to nothing. */
  readonly value: string | null
}

export interface Wanted {
  /** The key or attribute by which a guard is told from others of its kind. */
  readonly subject: string
  readonly rows: readonly DigestRow[]
}

export function digestRows(builder: GuardBuilder, leaf: LeafGuard): Wanted {
  const { expected } = leaf
  const show = (value: Value): string => valueText(builder, value) ?? NOT_IN_FILE
  switch (expected.kind) {
    case 'contains':
      return {
        subject: builder.repr(expected.key) ?? show(expected.key),
        rows: [{ name: 'contains it', value: expected.contains ? 'True' : 'False' }],
      }
    case 'no-attribute':
      return { subject: expected.name, rows: [] }
    case 'keys':
      return { subject: '', rows: [row('keys', keysText(expected.value, show))] }
    case 'identity':
      return { subject: '', rows: [row('is', identityText(expected.value, show))] }
    case 'metadata': {
      const of = expected.value.kind === 'tensor' ? metadataOf(expected.value) : expected.value
      return { subject: '', rows: [row('metadata', of === null ? NOT_IN_FILE : show(of))] }
    }
    case 'markings':
      return { subject: '', rows: [{ name: 'absent', value: expected.absent.join(', ') }] }
    // told once, with the state
    case 'global-state':
    case 'mode-stack':
    case 'default-device':
    case 'dual-level':
    case 'functorch-stack':
    case 'saved-tensors-hooks':
      return { subject: '', rows: [] }
    case 'callable':
      return { subject: '', rows: leaf.code.map((code) => row('test', withoutProcess(code))) }
    default:
      return { subject: '', rows: expectedRows(builder, leaf, show).map(({ name, value }) => row(name, value)) }
  }
}

const row = (name: string, value: string): DigestRow => ({ name, value: value === NOT_IN_FILE ? null : value })

function keysText(value: Value, show: (value: Value) => string): string {
  return value.kind === 'dict' ? `[${value.entries.map(([key]) => show(key)).join(', ')}]` : show(value)
}

/** An object of a process is told by its name, where it has one; which one of its class it is, no file tells. */
function identityText(value: Value, show: (value: Value) => string): string {
  switch (value.kind) {
    case 'class':
    case 'function':
    case 'pymodule':
    case 'none':
    case 'ellipsis':
    case 'bool':
    case 'constant':
    case 'enum':
      return show(value)
    default:
      return NOT_IN_FILE
  }
}

function metadataOf(value: TensorValue): Value | null {
  return value.context ?? value.attrs.get('_spec') ?? null
}
