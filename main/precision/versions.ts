/** Which rules hold for a version of torch: its own, or the nearest that is known. */
import { TORCH_RULES } from './torch-rules'
import type { PrecisionRules } from './rules'

export interface Chosen {
  readonly rules: PrecisionRules
  /** Why they may not fit; empty for a version whose rules are known. */
  readonly note: string
}

/** The version that has no such settings yet. */
const BEFORE = '2.8'

/** `2.13.0+cpu` is 2.13. Null where the text names no version, or one from before there was fp32_precision. */
export function rulesFor(version: string, table: readonly PrecisionRules[] = TORCH_RULES): Chosen | null {
  const wanted = numberOf(version)
  if (wanted === null || wanted <= (numberOf(BEFORE) ?? 0)) return null
  let nearest: PrecisionRules | undefined
  // of two that are as near, the newer
  for (const rules of table) {
    if (nearest === undefined || distance(rules, wanted) <= distance(nearest, wanted)) nearest = rules
  }
  if (nearest === undefined) return null
  const same = distance(nearest, wanted) === 0
  return {
    rules: nearest,
    note: same ? '' : `the rules of torch ${version} are not known: those of ${nearest.torch} are taken`,
  }
}

export const KNOWN_VERSIONS: readonly string[] = TORCH_RULES.map(({ torch }) => torch)

/** The latest that is known. */
export function latestRules(): PrecisionRules {
  const latest = TORCH_RULES.at(-1)
  if (latest === undefined) throw new Error('no rules')
  return latest
}

function distance({ torch }: PrecisionRules, wanted: number): number {
  return Math.abs((numberOf(torch) ?? 0) - wanted)
}

/** 2013 for `2.13`. */
function numberOf(version: string): number | null {
  const parts = /^(\d{1,3})\.(\d{1,3})(?:\.|\+|$|[a-z])/.exec(version)
  return parts === null ? null : Number(parts[1]) * 1000 + Number(parts[2])
}
