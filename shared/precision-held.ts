/** What a GLOBAL_STATE guard holds under a key that a precision setting decides, in words. */
import type { PrecisionHeld } from './precision'

/** As Python writes it, and what a number stands for: `True`, `2 (tf32)`. */
export function heldWords({ value, reads }: PrecisionHeld): string {
  if (value === null) return 'unknown'
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : `${value} (${reads})`
}
