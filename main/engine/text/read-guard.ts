/** Reads the line of a guard: its kind, and its parts with the columns where they stand. */
import type { NumberedLine } from './blocks'
import { keySet } from '../dispatch-keys'
import type { Facts } from '../facts'
import { BARE, dimsText, familyOf, keysPart, type Part, type PartValue } from './guard-parts'
import { LineError } from './lines'
import { literalText } from './literal'
import { Reader } from './read-literal'

export interface ReadPart extends Part {
  readonly at: number
  readonly end: number
}

export interface ReadGuard {
  readonly createFn: string
  readonly parts: ReadonlyMap<string, ReadPart>
  readonly at: number
  readonly end: number
}

/** A line of a guard as it was read. */
export interface ReadLine extends NumberedLine {
  readonly read: ReadGuard
}

/** `code` starts at column `at`, from 0. @throws LineError */
export function readGuard(facts: Facts, code: string, at: number): ReadGuard {
  const createFn = /^[^\s]+/.exec(code)?.[0] ?? ''
  const rest = code.slice(createFn.length)
  const from = at + createFn.length
  const parts =
    familyOf(createFn) === 'tensor'
      ? readTensor(facts, rest, from)
      : readParts(rest, from, familyOf(createFn) === 'type')
  return { createFn, parts, at, end: at + code.length }
}

function readParts(text: string, at: number, isType: boolean): Map<string, ReadPart> {
  const parts = new Map<string, ReadPart>()
  const reader = new Reader(text, at)
  while (!reader.isAtEnd) {
    const start = reader.nextAt
    const name = reader.keyword() ?? BARE
    if (name === BARE && parts.size > 0) throw reader.expected('a name and =, or the end of the line')
    const dotted = isType && name === BARE ? reader.dotted() : null
    const value: PartValue = dotted === null ? { of: 'literal', json: reader.literal() } : { of: 'name', name: dotted }
    const part = { text: textOf(value), value, at: start, end: reader.lastEnd }
    if (parts.has(name)) throw new LineError(`${name} stands here twice`, start, part.end)
    parts.set(name, part)
  }
  return parts
}

function textOf(value: PartValue): string {
  if (value.of === 'name') return value.name
  return value.of === 'literal' ? (literalText(value.json) ?? '') : ''
}

const FIELD = /\s*(?:([A-Za-z_]\w*)\s*=\s*)?(\[[^\]]*\]|[^\s=[\]]+)/y

function readTensor(facts: Facts, text: string, at: number): Map<string, ReadPart> {
  const parts = new Map<string, ReadPart>()
  for (let from = 0; text.slice(from).trim() !== '';) {
    FIELD.lastIndex = from
    const found = FIELD.exec(text)
    const start = at + from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0)
    if (found === null) throw new LineError('expected a name and =, like size=[any, 4]', start, at + text.length)
    const [whole, name = BARE, value = ''] = found
    const end = at + from + whole.length
    from += whole.length
    if (parts.has(name)) throw new LineError(`${name || value} stands here twice`, start, end)
    if (name === BARE && parts.size > 0)
      throw new LineError('the class of the tensor stands before the rest', start, end)
    parts.set(name, { ...field(facts, name, value, start, end), at: start, end })
  }
  return parts
}

function field(facts: Facts, name: string, text: string, at: number, end: number): Part {
  const wrong = (expected: string): LineError => new LineError(`${name || 'the class'}: expected ${expected}`, at, end)
  switch (name) {
    case BARE:
      if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(text)) throw wrong('a name like torch.Tensor')
      return { text, value: { of: 'name', name: text } }
    case 'size':
    case 'stride': {
      const dims = dimsOf(text)
      if (dims === null) throw wrong('whole numbers or any in brackets, like [any, 4]')
      return { text: dimsText(dims), value: { of: 'dims', dims } }
    }
    case 'requires_grad':
      if (text !== 'True' && text !== 'False') throw wrong('True or False')
      return { text, value: { of: 'bool', is: text === 'True' } }
    case 'dispatch_keys':
      return keys(facts, text, wrong)
    case 'dtype':
    case 'device':
      if (/[[\]'"]/.test(text)) throw wrong(name === 'dtype' ? 'a dtype like torch.float32' : 'a device like cuda:0')
      return { text, value: { of: 'name', name: text } }
    default:
      throw new LineError(`TENSOR_MATCH wants no ${name}`, at, end)
  }
}

function dimsOf(text: string): (number | null)[] | null {
  const inner = /^\[(.*)\]$/s.exec(text)?.[1]
  if (inner === undefined) return null
  if (inner.trim() === '') return []
  const dims = inner.split(',').map((dim) => dim.trim())
  if (dims.at(-1) === '') dims.pop()
  const numbers = dims.map((dim) => (dim === 'any' || dim === 'None' ? null : /^\d+$/.test(dim) ? Number(dim) : NaN))
  return numbers.every((n) => n === null || Number.isSafeInteger(n)) ? numbers : null
}

function keys(facts: Facts, text: string, wrong: (expected: string) => LineError): Part {
  const table = facts.table.dispatch_keys
  if (/^\d{1,20}$/.test(text)) return keysPart(table, BigInt(text))
  const inner = /^\[(.*)\]$/s.exec(text)?.[1]
  if (inner === undefined) throw wrong('dispatch keys in brackets, like [CPU, AutogradCPU]')
  const names = inner
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const known = new Set([...table.single, ...Object.values(table.per_backend).flatMap((row) => Object.values(row))])
  const strange = names.find((name) => !known.has(name))
  if (strange !== undefined) throw wrong(`a dispatch key of torch ${facts.table.torch}, not ${strange}`)
  return keysPart(table, keySet(table, names))
}
