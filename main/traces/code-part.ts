/** A line of a guard: the code part, and the user's code that torch writes behind it (get_verbose_code_part, guards.py). */

export interface UserCode {
  /** Shortened by torch: `ode/model.py`. */
  readonly file: string
  readonly line: number
  readonly function: string
  /** The line itself; empty where torch left it out. */
  readonly code: string
}

export interface CodePart {
  readonly code: string
  readonly comment: string
  readonly user: UserCode | null
}

/** `CODE  # if x.shape[0] > 4:  # ode/model.py:177 in forward (HINT: ...)`. */
export function splitLine(line: string): CodePart {
  const at = commentAt(line)
  if (at < 0) {
    // a guard without a stack has its hint alone
    const hint = line.endsWith(')') ? line.indexOf(' (HINT: ') : -1
    if (hint < 0) return { code: line.trimEnd(), comment: '', user: null }
    return { code: line.slice(0, hint).trimEnd(), comment: line.slice(hint + 1), user: null }
  }
  const comment = line.slice(at + 2).trim()
  return { code: line.slice(0, at).trimEnd(), comment, user: userCode(comment) }
}

/** The first `  # ` that stands in no string of the code; where its quotes do not close, the first at all. */
function commentAt(line: string): number {
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? ''
    if (quote !== '') {
      if (char === '\\') at++
      else if (char === quote) quote = ''
    } else if (char === "'" || char === '"') quote = char
    else if (char === ' ' && line.startsWith('  # ', at)) return at
  }
  return quote === '' ? -1 : line.indexOf('  # ')
}

/** `# if x:  # ode/model.py:177 in forward`, the last place where there are several. */
function userCode(comment: string): UserCode | null {
  // no more than there is a place in: what a search does not find, it would look for from each mark again
  let end = 0
  for (const place of comment.matchAll(/:\d+ in \S+/g)) end = place.index + place[0].length
  const match = /^# (?:(.*?)  # )?(\S[^\n]*?):(\d+) in (\S+)/.exec(comment.slice(0, end))
  if (match === null) return null
  const [, code = '', file = '', line = '', name = ''] = match
  return { file, line: Number(line), function: name, code: code.trim() }
}
