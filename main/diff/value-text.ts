/** A value as a text that is the same for equal values and differs for others; null where the file does not hold it whole. */
import type { GuardBuilder } from '../engine/builder'
import type { Attrs, Value } from '../engine/values/value'

/** Values in values that are written; a larger one is not compared. */
const MOST = 20_000
/** Characters of one text. */
const MOST_CHARACTERS = 4 * 1024 * 1024
const MAX_DEPTH = 100

export function valueText(builder: GuardBuilder, value: Value): string | null {
  const writer = new Writer(builder)
  const text = writer.text(value, 0)
  return writer.whole ? text : null
}

class Writer {
  whole = true
  private left = MOST
  private characters = MOST_CHARACTERS
  private readonly above: Value[] = []

  constructor(private readonly builder: GuardBuilder) {}

  text(value: Value, depth: number): string {
    // what is lost once is lost: the rest is not looked at
    if (!this.whole) return '#'
    if (--this.left < 0 || depth > MAX_DEPTH || this.characters < 0) return this.lost()
    if (this.above.includes(value)) return `(${this.above.length - this.above.indexOf(value)} up)`
    const repr = value.kind === 'unknown' ? value.repr : this.builder.repr(value)
    // an id in a repr tells nothing
    if (repr !== null && (!repr.includes('#') || value.kind === 'str' || value.kind === 'bytes')) {
      this.characters -= repr.length
      return repr
    }
    this.above.push(value)
    const text = this.parts(value, (inner) => this.text(inner, depth + 1))
    this.above.pop()
    return text
  }

  private lost(): string {
    this.whole = false
    return '#'
  }

  private parts(value: Value, text: (value: Value) => string): string {
    const list = (values: readonly Value[]): string => values.map(text).join(', ')
    switch (value.kind) {
      case 'class':
        return `class ${value.name}`
      case 'pymodule':
        return `module ${value.name}`
      case 'function':
        // a function that another one makes is not told by its name
        return value.name.includes('<') ? this.lost() : `function ${value.name}`
      case 'method':
        return `method ${text(value.func)} of ${text(value.self)}`
      case 'cell':
        return `cell(${text(value.contents)})`
      case 'weakref':
        return `weakref(${text(value.target)})`
      case 'enum':
        return value.member === null && value.value === null
          ? this.lost()
          : `${value.type?.name ?? this.lost()}.${value.member ?? (value.value === null ? '' : text(value.value))}`
      case 'iterator':
        return `${value.type?.name ?? 'iterator'}(${list(value.values)})`
      case 'sequence':
        return `${value.type?.name ?? value.base}[${list(value.items)}]${this.attrs(value.attrs, text)}`
      case 'set':
        return `${value.type?.name ?? value.base}{${value.items.map(text).sort().join(', ')}}`
      case 'dict':
        return `${value.type?.name ?? value.base}{${value.entries.map(([k, v]) => `${text(k)}: ${text(v)}`).join(', ')}}${this.attrs(value.attrs, text)}`
      case 'range':
      case 'slice':
        return `${value.kind}(${list([value.start, value.stop, value.step])})`
      case 'object': {
        const scalar = value.scalar === null ? '' : text(value.scalar)
        return `${value.type?.name ?? this.lost()}(${scalar}${list(value.args)})${this.attrs(value.attrs, text)}`
      }
      case 'tensor': {
        const dims = (sizes: readonly (bigint | null)[]): string => sizes.map((n) => n ?? 'any').join(', ')
        const inner = [...value.inner].map(([name, part]) => `${name}=${text(part)}`).join(', ')
        const context = value.context === null ? '' : text(value.context)
        const device = value.device === null ? 'any' : text(value.device)
        return `${value.pytype?.name ?? value.type?.name ?? this.lost()}(${value.dtype}, ${device}, [${dims(value.size)}], [${dims(value.stride)}], ${value.requiresGrad}; ${inner}; ${context})`
      }
      default:
        return this.lost()
    }
  }

  private attrs(attrs: Attrs, text: (value: Value) => string): string {
    if (attrs.size === 0) return ''
    if (attrs.size > this.left) return this.lost()
    return `(${[...attrs]
      .map(([name, value]) => `${name}=${text(value)}`)
      .sort()
      .join(', ')})`
  }
}
