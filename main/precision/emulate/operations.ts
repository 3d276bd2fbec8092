/** The operations that the fp32 precisions are about, of fixed small sizes, each in float64 and with its inputs rounded. */
import type { EmulatedOperation, EmulatedPrecision } from '../../../shared/emulated'
import { type Sizes, dotFloat32, dotFloat64 } from './dot'
import { randomValues } from './random'
import { rounded } from './round'

export interface Operation {
  readonly size: string
  /** Row-major, as the operation takes them. */
  readonly inputs: readonly Float32Array[]
  /** All in float64. */
  exact(): Float64Array
  /** Float32 with the inputs of its products rounded. */
  emulated(precision: EmulatedPrecision): Float32Array
}

export const OPERATIONS: Readonly<Record<EmulatedOperation, () => Operation>> = {
  matmul: makeMatmul,
  conv: makeConv,
  rnn: makeRnn,
}

const MATMUL: Sizes = { rows: 64, inner: 1024, columns: 64 }

function makeMatmul(): Operation {
  const left = randomValues(MATMUL.rows * MATMUL.inner, 1)
  const right = randomValues(MATMUL.inner * MATMUL.columns, 2)
  return {
    size: `${MATMUL.rows} × ${MATMUL.inner} by ${MATMUL.inner} × ${MATMUL.columns}`,
    inputs: [left, right],
    exact: () => multiplyFloat64(left, right, MATMUL),
    emulated: (precision) => multiplyFloat32(rounded(left, precision), rounded(right, precision), MATMUL),
  }
}

/** A convolution is a matmul of the weight with the windows of the input. */
const CONV = { channels: 32, filters: 32, side: 16, kernel: 3 } as const

function makeConv(): Operation {
  const { channels, filters, side, kernel } = CONV
  const sizes: Sizes = { rows: filters, inner: channels * kernel * kernel, columns: side * side }
  const weight = randomValues(filters * sizes.inner, 3)
  const image = randomValues(channels * side * side, 4)
  const windows = windowsOf(image)
  return {
    size: `${channels} channels of ${side} × ${side}, ${filters} filters of ${kernel} × ${kernel}`,
    inputs: [image, weight],
    exact: () => multiplyFloat64(weight, windows, sizes),
    emulated: (precision) => multiplyFloat32(rounded(weight, precision), rounded(windows, precision), sizes),
  }
}

/** Row (channel, dy, dx), column (y, x): what the weight meets there; zero beyond the border. */
function windowsOf(input: Float32Array): Float32Array {
  const { channels, side, kernel } = CONV
  const windows = new Float32Array(channels * kernel * kernel * side * side)
  let at = 0
  for (let channel = 0; channel < channels; channel++)
    for (let dy = -1; dy < kernel - 1; dy++)
      for (let dx = -1; dx < kernel - 1; dx++)
        for (let y = dy; y < side + dy; y++)
          for (let x = dx; x < side + dx; x++, at++)
            if (y >= 0 && y < side && x >= 0 && x < side) windows[at] = input[(channel * side + y) * side + x] ?? 0
  return windows
}

/** h = tanh(x W_ih + h W_hh), as torch.nn.RNN without bias: the error goes from step to step. */
const RNN = { steps: 32, batch: 8, input: 64, hidden: 128 } as const

function makeRnn(): Operation {
  const { steps, batch, input, hidden } = RNN
  const bound = 1 / Math.sqrt(hidden)
  const sequence = randomValues(steps * batch * input, 5)
  const fromInput = randomValues(input * hidden, 6, bound)
  const fromHidden = randomValues(hidden * hidden, 7, bound)
  const inputSizes: Sizes = { rows: steps * batch, inner: input, columns: hidden }
  const hiddenSizes: Sizes = { rows: batch, inner: hidden, columns: hidden }
  const cells = batch * hidden
  return {
    size: `${steps} steps, batch ${batch}, ${input} to ${hidden}, tanh`,
    inputs: [sequence, fromInput, fromHidden],
    exact: () => {
      const entering = multiplyFloat64(sequence, fromInput, inputSizes)
      const outputs = new Float64Array(steps * cells)
      let state: Float64Array = new Float64Array(cells)
      for (let step = 0; step < steps; step++) {
        const carried = multiplyFloat64(state, fromHidden, hiddenSizes)
        const entered = entering.subarray(step * cells, (step + 1) * cells)
        state = carried.map((value, at) => Math.tanh(value + (entered[at] ?? 0)))
        outputs.set(state, step * cells)
      }
      return outputs
    },
    emulated: (precision) => {
      const entering = multiplyFloat32(rounded(sequence, precision), rounded(fromInput, precision), inputSizes)
      const weight = rounded(fromHidden, precision)
      const outputs = new Float32Array(steps * cells)
      let state = new Float32Array(cells)
      for (let step = 0; step < steps; step++) {
        const carried = multiplyFloat32(rounded(state, precision), weight, hiddenSizes)
        const entered = entering.subarray(step * cells, (step + 1) * cells)
        state = carried.map((value, at) => Math.tanh(Math.fround(value + (entered[at] ?? 0))))
        outputs.set(state, step * cells)
      }
      return outputs
    },
  }
}

function multiplyFloat32(left: Float32Array, right: Float32Array, sizes: Sizes): Float32Array<ArrayBuffer> {
  const result = new Float32Array(sizes.rows * sizes.columns)
  for (let at = 0; at < result.length; at++)
    result[at] = dotFloat32(left, right, sizes, Math.floor(at / sizes.columns), at % sizes.columns)
  return result
}

function multiplyFloat64(
  left: Float32Array | Float64Array,
  right: Float32Array,
  sizes: Sizes,
): Float64Array<ArrayBuffer> {
  const result = new Float64Array(sizes.rows * sizes.columns)
  for (let at = 0; at < result.length; at++)
    result[at] = dotFloat64(left, right, sizes, Math.floor(at / sizes.columns), at % sizes.columns)
  return result
}
