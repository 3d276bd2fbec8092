/** What a stream may ask for before decoding stops. No real file comes near the defaults. */

export interface DecodeLimits {
  /** Objects in the graph. */
  readonly maxNodes: number
  /** Memo entries. */
  readonly maxMemo: number
  /** Values on the stack at once. */
  readonly maxStack: number
  /** Bytes of one string or bytes object. */
  readonly maxBytes: number
  /** Bytes of one binary integer: about as many decimal digits as below, as writing it takes more than linear time, too. */
  readonly maxIntBytes: number
  /** Characters of one decimal integer: parsing takes more than linear time. CPython's own limit is 4300. */
  readonly maxIntDigits: number
}

export const defaultLimits: DecodeLimits = {
  maxNodes: 5_000_000,
  maxMemo: 5_000_000,
  maxStack: 5_000_000,
  maxBytes: 256 * 1024 * 1024,
  maxIntBytes: 8192,
  maxIntDigits: 20_000,
}
