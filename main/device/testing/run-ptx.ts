/**
 * Runs the few instructions of PTX that the probes use, for all threads of a block in step, which is how they are
 * written: no branch parts them. For tests of the probes' arithmetic of places where there is no device.
 */
import { tf32Bits } from '../../precision/emulate/round'

export interface Launch {
  readonly ptx: string
  readonly grid: readonly [number, number]
  readonly block: readonly [number, number]
  /** Float32 memory behind each pointer parameter; then the last parameter. */
  readonly buffers: readonly Float32Array[]
  readonly size: number
}

interface Instruction {
  readonly guard: string | null
  readonly name: string
  readonly operands: readonly string[]
}

/** A pointer is the number of its buffer in the upper bits: nothing reads beyond its own. */
const BUFFER = 2 ** 40

export function runPtx({ ptx, grid, block, buffers, size }: Launch): void {
  const { instructions, labels, shared } = parse(ptx)
  for (let y = 0; y < grid[1]; y++)
    for (let x = 0; x < grid[0]; x++) new Block(block, [x, y], buffers, size, shared).run(instructions, labels)
}

function parse(ptx: string): {
  readonly instructions: readonly Instruction[]
  readonly labels: ReadonlyMap<string, number>
  /** Each shared array's bytes, at its place in one memory. */
  readonly shared: ReadonlyMap<string, number>
} {
  const body = ptx.slice(ptx.indexOf('{') + 1, ptx.lastIndexOf('}')).replace(/\/\/.*$/gm, '')
  const instructions: Instruction[] = []
  const labels = new Map<string, number>()
  const shared = new Map<string, number>()
  let sharedBytes = 0
  for (const statement of body.split(/;|(?<=\w:)\s/).map((text) => text.trim())) {
    const array = /^\.shared .* (\w+)\[(\d+)\]$/.exec(statement)
    if (array !== null) {
      shared.set(array[1] ?? '', sharedBytes)
      sharedBytes += Number(array[2])
    } else if (statement.endsWith(':')) labels.set(statement.slice(0, -1), instructions.length)
    else if (statement !== '' && !statement.startsWith('.reg')) {
      const [, guard = null, name = '', rest = ''] = /^(?:@(%\w+)\s+)?([\w.]+)\s*(.*)$/s.exec(statement) ?? []
      const operands = rest.match(/\{[^}]*\}|\[[^\]]*\]|[^,\s]+/g) ?? []
      instructions.push({ guard, name, operands })
    }
  }
  return { instructions, labels, shared }
}

type Registers = Map<string, number>

class Block {
  private readonly threads: readonly Registers[]
  private readonly sharedMemory = new Float32Array(4096)

  constructor(
    [width, height]: readonly [number, number],
    [blockX, blockY]: readonly [number, number],
    private readonly buffers: readonly Float32Array[],
    private readonly size: number,
    private readonly shared: ReadonlyMap<string, number>,
  ) {
    this.threads = Array.from(
      { length: width * height },
      (_, thread) =>
        new Map([
          ['%tid.x', thread % width],
          ['%tid.y', Math.floor(thread / width)],
          ['%ctaid.x', blockX],
          ['%ctaid.y', blockY],
        ]),
    )
  }

  run(instructions: readonly Instruction[], labels: ReadonlyMap<string, number>): void {
    for (let at = 0; at < instructions.length; at++) {
      const { guard, name, operands } = instructions[at] ?? { guard: null, name: 'ret', operands: [] }
      if (name === 'ret') return
      if (name === 'bra') {
        const taken = new Set(this.threads.map((thread) => thread.get(guard ?? '')))
        if (taken.size !== 1) throw new Error('a branch parts the threads')
        if (taken.has(1)) at = (labels.get(operands[0] ?? '') ?? NaN) - 1
      } else if (name.startsWith('mma.')) this.multiply(name, operands)
      else for (const thread of this.threads) this.step(thread, name, operands)
    }
  }

  private step(thread: Registers, name: string, [to = '', ...from]: readonly string[]): void {
    const value = (at: number): number => this.value(thread, from[at] ?? '')
    const put = (result: number): void => void thread.set(to, result)
    switch (name) {
      case 'ld.param.u64':
      case 'ld.param.u32':
        return put(this.parameter(from[0] ?? ''))
      case 'cvta.to.global.u64':
      case 'mov.u32':
      case 'mov.f32':
        return put(value(0))
      case 'mad.lo.u32':
        return put((Math.imul(value(0), value(1)) + value(2)) >>> 0)
      case 'mul.wide.u32':
        return put(value(0) * value(1))
      case 'add.u32':
        return put((value(0) + value(1)) >>> 0)
      case 'add.u64':
        return put(value(0) + value(1))
      case 'shl.b32':
        return put((value(0) << value(1)) >>> 0)
      case 'shr.u32':
        return put(value(0) >>> value(1))
      case 'and.b32':
        return put((value(0) & value(1)) >>> 0)
      case 'setp.lt.u32':
        return put(value(0) < value(1) ? 1 : 0)
      case 'fma.rn.f32':
        return put(Math.fround(value(0) * value(1) + value(2)))
      case 'cvt.rna.tf32.f32':
        return put(floatOf(tf32Bits(bitsOf(value(0)))))
      case 'ld.global.f32':
      case 'ld.shared.f32': {
        const [memory, place] = this.place(thread, name, from[0] ?? '')
        return put(memory[place] ?? NaN)
      }
      case 'st.global.f32':
      case 'st.shared.f32': {
        const [memory, place] = this.place(thread, name, to)
        memory[place] = value(0)
        return
      }
      case 'bar.sync':
        return
      default:
        throw new Error(`no instruction ${name}`)
    }
  }

  /** The fragments of mma.m16n8k8 for .tf32 as the PTX ISA lays them over the lanes. */
  private multiply(name: string, operands: readonly string[]): void {
    if (name !== 'mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32') throw new Error(`no instruction ${name}`)
    const [d = [], a = [], b = [], c = []] = operands.map((group) => group.match(/%\w+/g) ?? [])
    const held = (lane: number, register: string | undefined): number => this.threads[lane]?.get(register ?? '') ?? NaN
    const results = this.threads.map((_, lane) => {
      const [group, place] = [lane >> 2, lane & 3]
      return d.map((_, at) => {
        const [row, column] = [group + 8 * (at >> 1), 2 * place + (at & 1)]
        let sum = held(lane, c[at])
        for (let k = 0; k < 8; k++) {
          // a0, a1: rows group and group + 8 at column place; a2, a3: at column place + 4
          const left = held(((row & 7) << 2) | (k & 3), a[(row >> 3) + 2 * (k >> 2)])
          // b0, b1: column group at rows place and place + 4
          const right = held((column << 2) | (k & 3), b[k >> 2])
          sum = Math.fround(sum + left * right)
        }
        return sum
      })
    })
    results.forEach((values, lane) => values.forEach((value, at) => this.threads[lane]?.set(d[at] ?? '', value)))
  }

  private value(thread: Registers, operand: string): number {
    if (operand.startsWith('0f')) return floatOf(Number(`0x${operand.slice(2)}`))
    const known = operand.startsWith('%') ? thread.get(operand) : (this.shared.get(operand) ?? Number(operand))
    if (known === undefined || Number.isNaN(known)) throw new Error(`${operand} was never written`)
    return known
  }

  private parameter(operand: string): number {
    const at = ['[p_a]', '[p_b]', '[p_c]', '[p_n]'].indexOf(operand)
    if (at === -1) throw new Error(`no parameter ${operand}`)
    return at === 3 ? this.size : (at + 1) * BUFFER
  }

  private place(thread: Registers, name: string, operand: string): readonly [Float32Array, number] {
    const [, register = '', offset = '0'] = /^\[(%\w+)(?:\+(\d+))?\]$/.exec(operand) ?? []
    const address = this.value(thread, register) + Number(offset)
    const memory = name.includes('.shared.') ? this.sharedMemory : this.buffers[Math.floor(address / BUFFER) - 1]
    const place = (address % BUFFER) / 4
    if (memory === undefined || !Number.isInteger(place) || place >= memory.length)
      throw new Error(`${name} ${operand}: no memory at ${address}`)
    return [memory, place]
  }
}

const view = new DataView(new ArrayBuffer(4))
function bitsOf(value: number): number {
  view.setFloat32(0, value)
  return view.getUint32(0)
}
function floatOf(bits: number): number {
  view.setUint32(0, bits)
  return view.getFloat32(0)
}
