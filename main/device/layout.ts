/** Structs of C as data: where each field lies by the rules of the 64-bit ABIs, and how it is read out of memory. */

export type FieldType = 'uint' | 'uint64' | { readonly chars: number }

export interface Layout<Name extends string> {
  readonly size: number
  readonly fields: ReadonlyMap<Name, { readonly offset: number; readonly type: FieldType }>
}

export function layoutOf<Name extends string>(fields: readonly (readonly [Name, FieldType])[]): Layout<Name> {
  const placed = new Map<Name, { offset: number; type: FieldType }>()
  let end = 0
  let widest = 1
  for (const [name, type] of fields) {
    const width = type === 'uint' ? 4 : type === 'uint64' ? 8 : 1
    const offset = Math.ceil(end / width) * width
    placed.set(name, { offset, type })
    end = offset + (typeof type === 'object' ? type.chars : width)
    widest = Math.max(widest, width)
  }
  return { size: Math.ceil(end / widest) * widest, fields: placed }
}

/** Memory for one or more of a struct, and its fields. */
export class Structs<Name extends string> {
  readonly memory: Buffer

  constructor(
    private readonly layout: Layout<Name>,
    count = 1,
  ) {
    this.memory = Buffer.alloc(layout.size * count)
  }

  setUint(name: Name, value: number): void {
    this.memory.writeUInt32LE(value, this.field(name, 0))
  }

  uint(name: Name, at = 0): number {
    return this.memory.readUInt32LE(this.field(name, at))
  }

  uint64(name: Name, at = 0): bigint {
    return this.memory.readBigUInt64LE(this.field(name, at))
  }

  /** Ends at the first NUL, or with the field. */
  text(name: Name, at = 0): string {
    const start = this.field(name, at)
    const type = this.layout.fields.get(name)?.type
    return textIn(this.memory.subarray(start, start + (typeof type === 'object' ? type.chars : 0)))
  }

  private field(name: Name, at: number): number {
    const field = this.layout.fields.get(name)
    if (field === undefined) throw new Error(`no field ${name}`)
    return at * this.layout.size + field.offset
  }
}

/** Text in memory of a fixed size, which may lack its NUL. */
export function textIn(memory: Buffer): string {
  const end = memory.indexOf(0)
  return memory.toString('utf8', 0, end === -1 ? memory.length : end)
}
