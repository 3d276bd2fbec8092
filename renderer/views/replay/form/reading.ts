/** What may be typed into a field: the text in the form it is kept in, or what was expected instead. */
import { FLOAT, floatText } from './edits'

export type Reading = { readonly text: string } | { readonly expected: string }

/** Reads what stands in a field. */
export type Read = (typed: string) => Reading

export const anyText: Read = (text) => ({ text })

export const someText =
  (what: string): Read =>
  (typed) =>
    typed.trim() === '' ? { expected: what } : { text: typed.trim() }

export const readInt: Read = (typed) =>
  /^[+-]?\d[\d_]*$/.test(typed.trim())
    ? { text: BigInt(typed.replaceAll(/[\s_+]/g, '')).toString() }
    : { expected: 'a whole number' }

export const readFloat: Read = (typed) => {
  const text = floatText(typed.trim())
  return text !== null && FLOAT.test(text) ? { text } : { expected: 'a number as Python writes a float, or inf or nan' }
}

/** A whole number that JSON can hold, from `least` on. */
export const readNumber =
  (least: number): Read =>
  (typed) => {
    const number = Number(typed.trim())
    return /^-?\d+$/.test(typed.trim()) && Number.isSafeInteger(number) && number >= least
      ? { text: String(number) }
      : { expected: Number.isFinite(least) ? `a whole number, ${least} or more` : 'a whole number' }
  }

/** `2, 8`: brackets around it and a comma behind it are passed over. */
export const readNumbers =
  (what: string, length?: number): Read =>
  (typed) => {
    const inner = typed.trim().replace(/^[[(](.*)[\])]$/s, '$1')
    const items = inner.split(',').map((item) => item.trim())
    if (items.at(-1) === '') items.pop()
    const isRead = items.every((item) => /^\d+$/.test(item) && Number.isSafeInteger(Number(item)))
    if (!isRead || (length !== undefined && items.length !== length)) return { expected: what }
    return { text: items.map(Number).join(', ') }
  }

export const numbersOf = (text: string): readonly number[] => (text === '' ? [] : text.split(',').map(Number))

export const readDevice: Read = (typed) =>
  /^[a-z]+(:\d+)?$/.test(typed.trim()) ? { text: typed.trim() } : { expected: 'a device: cpu, cuda:0' }

export const readHex: Read = (typed) => {
  const text = typed.replaceAll(/\s/g, '').toLowerCase()
  return /^([0-9a-f]{2})*$/.test(text) ? { text } : { expected: 'bytes in hex, two digits each' }
}

/** Names with commas between them. */
export const readNames: Read = (typed) => ({ text: namesOf(typed).join(', ') })
export const namesOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** `TransformType.Vmap 1, TransformType.Grad 2`: each interpreter's kind and level. */
export const readLevels: Read = (typed) =>
  namesOf(typed).every((item) => /^[A-Za-z_.]+ \d+$/.test(item))
    ? { text: namesOf(typed).join(', ') }
    : { expected: 'pairs of a name and a level: TransformType.Vmap 1' }
export const levelsOf = (text: string): readonly (readonly [string, number])[] =>
  namesOf(text).map((item) => {
    const [name = '', level = ''] = item.split(' ')
    return [name, Number(level)]
  })
