/** The emulation against a real torch: its rounding to BF16 bit for bit, its operations, and the size of its errors. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EMULATED_OPERATIONS } from '../../../shared/emulated'
import type { EmulatedOperation, EmulatedPrecision, OperationError } from '../../../shared/emulated'
import { emulatedErrors, errorOf } from './errors'
import { OPERATIONS } from './operations'
import { rounded } from './round'

const python = process.env['GUARDSCOPE_TORCH_PYTHON'] ?? 'python3'
const SHAPES: Readonly<Record<EmulatedOperation, readonly (readonly number[])[]>> = {
  matmul: [
    [64, 1024],
    [1024, 64],
  ],
  conv: [
    [1, 32, 16, 16],
    [32, 32, 3, 3],
  ],
  rnn: [
    [32, 8, 64],
    [64, 128],
    [128, 128],
  ],
}
type TorchErrors = Readonly<Record<EmulatedOperation, Readonly<Record<'ieee' | 'bf16' | 'rounded', OperationError>>>>

/** Every pair of an upper half with a lower half that decides a rounding. */
function allBits(): Float32Array {
  const lower = [0, 1, 0x7fff, 0x8000, 0x8001, 0xffff]
  const bits = new Uint32Array(65536 * lower.length)
  for (let at = 0; at < bits.length; at++) bits[at] = ((at % 65536) << 16) | (lower[Math.floor(at / 65536)] ?? 0)
  return new Float32Array(bits.buffer)
}

test('torch rounds to BF16 the same bits, computes the same in float64, and errs as much in float32 and by BF16', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guardscope-emulated-'))
  try {
    const write = (name: string, values: Float32Array): void =>
      writeFileSync(join(folder, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    const read = (name: string): ArrayBuffer => new Uint8Array(readFileSync(join(folder, name))).buffer
    const bits = allBits()
    write('bits', bits)
    for (const operation of EMULATED_OPERATIONS)
      OPERATIONS[operation]().inputs.forEach((values, at) => write(`${operation}${at}`, values))
    const script = join(__dirname, 'torch_errors.py')
    const torch = JSON.parse(
      execFileSync(python, [script, folder, JSON.stringify(SHAPES)], { encoding: 'utf8' }),
    ) as TorchErrors

    const theirs = new Uint32Array(read('bf16'))
    const own = new Uint32Array(rounded(bits, 'bf16').buffer)
    const isNaNBits = (value: number): boolean => (value & 0x7fffffff) > 0x7f800000
    const differ = [...theirs.keys()].filter((at) => {
      const [a, b] = [theirs[at] ?? 0, own[at] ?? 0]
      return a !== b && !(isNaNBits(a) && isNaNBits(b))
    })
    expect(differ).toEqual([])

    const { rows } = emulatedErrors()
    const emulated = (operation: EmulatedOperation, precision: EmulatedPrecision): number =>
      rows.find((row) => row.operation === operation && row.precision === precision)?.relative ?? NaN
    for (const operation of EMULATED_OPERATIONS) {
      const exact = Float32Array.from(new Float64Array(read(operation)))
      // our float64 against torch's, rounded once
      expect(errorOf(exact, OPERATIONS[operation]().exact()).relative, operation).toBeLessThan(1e-7)
      const ieee = torch[operation].ieee.relative / emulated(operation, 'ieee')
      expect(ieee, `${operation} in float32, torch against emulated`).toBeGreaterThan(0.1)
      expect(ieee, `${operation} in float32, torch against emulated`).toBeLessThan(2)
    }
    for (const operation of ['matmul', 'conv'] as const) {
      const { rounded: byHand, bf16, ieee } = torch[operation]
      // inputs rounded by torch, multiplied by torch
      expect(byHand.relative / emulated(operation, 'bf16'), operation).toBeCloseTo(1, 3)
      // asked for bf16, oneDNN rounds where the processor has AMX, and computes in float32 elsewhere, avx512_bf16 or not
      const asRounded = Math.abs(bf16.relative / byHand.relative - 1) < 0.05
      expect(asRounded || bf16.relative < 10 * ieee.relative, operation).toBe(true)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
