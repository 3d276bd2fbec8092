/** The reasons of a recompile, one for each cache entry, out of the payload of `recompile_reasons`. */

/** One alone is written as it is, several as a list of JSON (get_and_maybe_log_recompilation_reasons, guards.py). */
export function reasonsIn(payload: string): readonly string[] {
  if (!payload.startsWith('[')) return payload === '' ? [] : [payload]
  try {
    const list: unknown = JSON.parse(payload)
    if (Array.isArray(list)) return list.filter((one): one is string => typeof one === 'string')
  } catch {
    // torn: what is there is shown as it is
  }
  return [payload]
}
