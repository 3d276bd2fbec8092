/** What `cuda_matmul_precision` of the global state can be, since torch 2.15: at::Float32Precision by number. */
export const MATMUL_PRECISIONS: readonly (readonly [name: string, value: number])[] = [
  ['none', 0],
  ['ieee', 1],
  ['tf32', 2],
  ['bfx9', 5],
]
