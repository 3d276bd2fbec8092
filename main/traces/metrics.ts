/** What the metrics of a compile say of guards and recompiles (CompilationMetrics of torch/_dynamo/utils.py). */
import type { CompileMetrics } from '../../shared/trace'
import { type Json, numberIn, textIn, textsIn } from './fields'

export function readMetrics(json: Json): CompileMetrics {
  return {
    durationUs: numberIn(json, 'duration_us'),
    shapeGuards: numberIn(json, 'shape_env_guard_count'),
    graphOps: numberIn(json, 'graph_op_count'),
    cacheSize: numberIn(json, 'cache_size'),
    accumulatedCacheSize: numberIn(json, 'accumulated_cache_size'),
    restarts: textsIn(json, 'restart_reasons'),
  }
}

export function failureIn(json: Json): string | null {
  const type = textIn(json, 'fail_type')
  return type === '' ? null : `${type}: ${textIn(json, 'fail_reason').trim()}`
}

/** The configuration is JSON in a string, of which one number is wanted. */
export function recompileLimitIn(json: Json): number | null {
  const limit = /"recompile_limit": (\d+)/.exec(textIn(json, 'dynamo_config'))?.[1]
  return limit === undefined ? null : Number(limit)
}
