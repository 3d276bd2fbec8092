/** Writes valid pickle programs with odd shapes: every opcode, memo games, objects that hold themselves, values computed and dropped. */
import type { Random } from '../random'

const GLOBALS = [
  ['torch._dynamo.guards', 'GuardsState'], ['torch._dynamo.guards', 'GuardBuilder'], ['torch._guards', 'Guard'],
  ['torch._dynamo.source', 'LocalSource'], ['torch._dynamo.source', 'AttrSource'], ['torch._dynamo.source', 'GetItemSource'],
  ['torch', 'Size'], ['torch', 'float32'], ['torch', 'device'], ['torch._utils', '_rebuild_tensor_v2'],
  ['collections', 'OrderedDict'], ['collections', 'deque'], ['builtins', 'set'], ['builtins', 'getattr'], ['builtins', 'eval'],
  ['os', 'system'], ['posix', 'system'], ['__main__', 'Class.<locals>.Inner'], ['', ''], ['a b', 'c\u202ed'],
] as const // prettier-ignore

/** A whole program. */
export function pickleProgram(random: Random): Uint8Array {
  const program = new Program(random)
  if (!random.oneIn(4)) program.bytes(0x80, random.pick([0, 1, 2, 3, 4, 5, 5, 5]))
  while (random.oneIn(5)) program.dropped()
  program.value(random.oneIn(20) ? 40 : 6)
  program.bytes(0x2e)
  return program.framed(random.below(3))
}

class Program {
  private readonly out: number[] = []
  /** Memo entries so far: what MEMOIZE counts. */
  private memo = 0
  private budget: number

  constructor(private readonly random: Random) {
    this.budget = 10 + random.size(400)
  }

  bytes(...more: number[]): void {
    for (const byte of more) this.out.push(byte & 0xff)
  }

  /** A value that is computed and dropped. */
  dropped(): void {
    if (this.random.oneIn(3)) {
      this.bytes(0x28)
      for (let n = this.random.size(4); n > 0; n--) this.value(3)
      this.bytes(0x31)
    } else {
      this.value(3)
      this.bytes(0x30)
    }
  }

  value(depth: number): void {
    const { random } = this
    if (random.oneIn(40)) this.dropped()
    if (--this.budget < 0 || depth <= 0) return this.scalar()
    switch (random.below(14)) {
      case 0:
      case 1:
        return this.scalar()
      case 2:
        return this.tuple(depth)
      case 3:
      case 4:
        return this.list(depth)
      case 5:
      case 6:
        return this.dict(depth)
      case 7:
        return this.set(depth)
      case 8:
        return this.global()
      case 9:
        return this.call(depth)
      case 10:
        return this.get()
      case 11:
        return this.opaque(depth)
      default:
        return this.object(depth)
    }
  }

  /** `how`: 0 as it is, 1 one frame, 2 a frame that does not fit. */
  framed(how: number): Uint8Array {
    const { out, random } = this
    if (how === 0 || out[0] !== 0x80 || (out[1] ?? 0) < 4) return Uint8Array.from(out)
    const length = out.length - 2 + (how === 2 ? random.below(9) - 4 : 0)
    return Uint8Array.from([...out.slice(0, 2), 0x95, ...le(BigInt(length), 8), ...out.slice(2)])
  }

  private scalar(): void {
    const { random } = this
    switch (random.below(16)) {
      case 0:
        return this.bytes(0x4e)
      case 1:
        return this.bytes(random.pick([0x88, 0x89]))
      case 2:
        return this.bytes(0x4b, random.next())
      case 3:
        return this.bytes(0x4d, random.next(), random.next())
      case 4:
        return this.bytes(0x4a, ...le(BigInt(random.next()), 4))
      case 5: {
        const size = random.size(40)
        return this.bytes(0x8a, size, ...Array.from({ length: size }, random.next))
      }
      case 6: {
        const size = random.size(2000)
        return this.bytes(0x8b, ...le(BigInt(size), 4), ...Array.from({ length: size }, random.next))
      }
      case 7:
        return this.line(0x49, random.pick(['00', '01', '-1', '7', '99999999999999999999', ' 5 ', '1_0', '-']))
      case 8:
        return this.line(0x4c, random.pick(['0L', '-12345678901234567890L', '5', `${'9'.repeat(random.size(3000))}L`]))
      case 9:
        return this.line(0x46, random.pick(['1.5', '-0.0', 'nan', 'inf', '-inf', '1e400', '1_0.0', '0x1p3', '']))
      case 10:
        return this.bytes(0x47, ...Array.from({ length: 8 }, random.next))
      case 11:
        return this.line(0x53, random.pick(["'a'", '"b\\n"', "'\\x41\\u00e9'", "'", "'a", '\'a"', "'\\'"]))
      case 12:
        return this.line(0x56, random.pick(['', 'abc', '\\u00e9', '\\ud800', '\\U0010ffff', '\\U00110000', '\\u12']))
      case 13: {
        const data = Array.from({ length: random.size(300) }, random.next)
        const [op, width] = random.pick([[0x43, 1], [0x42, 4], [0x8e, 8], [0x96, 8], [0x55, 1], [0x54, 4]] as const) // prettier-ignore
        return this.bytes(op, ...le(BigInt(data.length), width), ...data.slice(0, width === 1 ? 255 : undefined))
      }
      default:
        return this.text(random.pick(TEXTS))
    }
  }

  private text(text: string): void {
    const data = [...Buffer.from(text, 'utf8')]
    const [op, width] = this.random.pick([[0x8c, 1], [0x8c, 1], [0x58, 4], [0x8d, 8]] as const) // prettier-ignore
    this.bytes(op, ...le(BigInt(data.length), width), ...data)
    this.maybeMemo()
  }

  private line(op: number, text: string): void {
    this.bytes(op, ...Buffer.from(`${text}\n`, 'utf8'))
  }

  /** Puts what is on top into the memo in one of the ways. */
  private maybeMemo(): number | null {
    const { random } = this
    const at = random.oneIn(20) ? random.below(300) : this.memo
    switch (random.below(5)) {
      case 0:
        this.bytes(0x94)
        return this.memo++
      case 1:
        if (at > 255) return null
        this.bytes(0x71, at)
        break
      case 2:
        this.bytes(0x72, ...le(BigInt(at), 4))
        break
      case 3:
        this.line(0x70, String(at))
        break
      default:
        return null
    }
    this.memo = Math.max(this.memo, at + 1)
    return at
  }

  private getAt(at: number): void {
    const kind = this.random.below(3)
    if (kind === 0 && at < 256) this.bytes(0x68, at)
    else if (kind === 1) this.bytes(0x6a, ...le(BigInt(at), 4))
    else this.line(0x67, String(at))
  }

  private get(): void {
    if (this.memo === 0) this.scalar()
    else if (this.random.oneIn(8)) {
      this.value(1)
      this.bytes(0x32)
      // what DUP left below is taken with it
      this.bytes(0x86)
    } else this.getAt(this.random.below(this.memo))
  }

  private tuple(depth: number): void {
    const n = this.random.size(6)
    if (n >= 1 && n <= 3 && !this.random.oneIn(4)) {
      for (let i = 0; i < n; i++) this.value(depth - 1)
      this.bytes(0x84 + n)
    } else if (n === 0 && this.random.oneIn(2)) this.bytes(0x29)
    else {
      this.bytes(0x28)
      for (let i = 0; i < n; i++) this.value(depth - 1)
      this.bytes(0x74)
    }
    this.maybeMemo()
  }

  private list(depth: number): void {
    const { random } = this
    if (random.oneIn(5)) {
      this.bytes(0x28)
      for (let n = random.size(4); n > 0; n--) this.value(depth - 1)
      this.bytes(0x6c)
    } else this.bytes(0x5d)
    this.filled(depth, [0x61, 0x65], 1)
  }

  private dict(depth: number): void {
    const { random } = this
    if (random.oneIn(5)) {
      this.bytes(0x28)
      for (let n = 2 * random.size(3); n > 0; n--) this.value(depth - 1)
      this.bytes(0x64)
    } else this.bytes(0x7d)
    this.filled(depth, [0x73, 0x75], 2)
  }

  private set(depth: number): void {
    if (this.random.oneIn(3)) {
      this.bytes(0x28)
      for (let n = this.random.size(4); n > 0; n--) this.value(depth - 1)
      this.bytes(0x91)
      this.maybeMemo()
    } else {
      this.bytes(0x8f)
      this.filled(depth, [null, 0x90], 1)
    }
  }

  /** Members by one opcode each or after a mark; now and then the object itself. */
  private filled(depth: number, [one, many]: readonly [number | null, number], each: number): void {
    const { random } = this
    const self = this.maybeMemo()
    const member = (): void => {
      for (let i = 0; i < each; i++)
        if (self !== null && random.oneIn(10)) this.getAt(self)
        else this.value(depth - 1)
    }
    for (let times = random.below(3); times > 0; times--)
      if (one !== null && random.oneIn(2)) {
        member()
        this.bytes(one)
      } else {
        this.bytes(0x28)
        for (let n = random.size(5); n > 0; n--) member()
        this.bytes(many)
      }
  }

  private global(): void {
    const { random } = this
    const [module, name] = random.pick(GLOBALS)
    if (random.oneIn(2)) this.bytes(0x63, ...Buffer.from(`${module}\n${name}\n`, 'utf8'))
    else {
      this.text(module)
      this.text(name)
      this.bytes(0x93)
    }
    this.maybeMemo()
  }

  private call(depth: number): void {
    const { random } = this
    if (random.oneIn(4)) this.value(depth - 1)
    else this.global()
    if (random.oneIn(8)) this.value(depth - 1)
    else this.tuple(depth - 1)
    const op = random.pick([0x52, 0x52, 0x81, 0x92])
    if (op === 0x92) this.dict(depth - 1)
    this.bytes(op)
    this.state(depth)
  }

  /** INST and OBJ: calls after a mark. */
  private object(depth: number): void {
    const { random } = this
    const [module, name] = random.pick(GLOBALS)
    this.bytes(0x28)
    const isObj = random.oneIn(2)
    if (isObj) this.global()
    for (let n = random.size(3); n > 0; n--) this.value(depth - 1)
    if (isObj) this.bytes(0x6f)
    else this.bytes(0x69, ...Buffer.from(`${module}\n${name}\n`, 'utf8'))
    this.state(depth)
  }

  private state(depth: number): void {
    const self = this.maybeMemo()
    for (let times = this.random.below(2); times > 0; times--) {
      if (self !== null && this.random.oneIn(6)) this.getAt(self)
      else this.value(depth - 1)
      this.bytes(0x62)
    }
  }

  private opaque(depth: number): void {
    const { random } = this
    switch (random.below(5)) {
      case 0:
        return this.bytes(0x82, 1 + random.below(255))
      case 1:
        return this.bytes(0x84, ...le(BigInt(random.next()), 4))
      case 2:
        return this.line(0x50, random.pick(['id', '', 'é', '1']))
      case 3:
        this.value(depth - 1)
        return this.bytes(0x51)
      default:
        return this.bytes(0x97, ...(random.oneIn(2) ? [0x98] : []))
    }
  }
}

const TEXTS = ['', 'a', 'inner', 'output_graph', '_guards', 'local_scope', 'x', '<img src=x>', '\u202e', '\x1b[31m', 'é', '\u{1f600}', 'k'.repeat(200)] // prettier-ignore

function le(number: bigint, width: number): number[] {
  return Array.from({ length: width }, (_, i) => Number((number >> BigInt(8 * i)) & 0xffn))
}
