/** A scenario's text: its name, and how its JSON is written anew. */

/** The name in a scenario's JSON; null where the text is none. */
export function nameOf(text: string): string | null {
  const json = parsed(text)
  return json !== null && typeof json['name'] === 'string' ? json['name'] : null
}

/** The text under another name; text that is no JSON stays as it is. */
export function renamed(text: string, name: string): string {
  const json = parsed(text)
  return json === null ? text : JSON.stringify({ ...json, name }, null, 2)
}

/** A name that none of the others has: `call 1`, `call 2`. */
export function freshName(taken: readonly string[], stem = 'call'): string {
  let n = 1
  while (taken.includes(`${stem} ${n}`)) n++
  return `${stem} ${n}`
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null
  } catch {
    return null
  }
}
