/** The probes' PTX, run by an interpreter of the instructions it uses: every output is the product it should be. */
import { expect, test, vi } from 'vitest'
import { dotFloat32 } from '../../precision/emulate/dot'
import { randomValues } from '../../precision/emulate/random'
import { rounded } from '../../precision/emulate/round'
import { runPtx } from '../testing/run-ptx'
import { KERNELS } from './probe'

vi.setConfig({ testTimeout: 60_000 })

test.each([
  { precision: 'fp32', inputs: 'ieee' },
  { precision: 'tf32', inputs: 'tf32' },
] as const)(
  'the PTX for $precision multiplies matrices of several tiles, the outputs bit for bit',
  ({ precision, inputs }) => {
    const { ptx, grid, block } = KERNELS[precision]
    const size = 48
    const [a, b] = [randomValues(size * size, 21), randomValues(size * size, 22)]
    const c = new Float32Array(size * size).fill(NaN)
    runPtx({ ptx, grid: grid(size), block, buffers: [a, b, c], size })
    const sizes = { rows: size, inner: size, columns: size }
    const [roundA, roundB] = [rounded(a, inputs), rounded(b, inputs)]
    const expected = c.map((_, at) => dotFloat32(roundA, roundB, sizes, Math.floor(at / size), at % size))
    expect([...c]).toEqual([...expected])
  },
)
