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
    const [, code = line, hint = ''] = /^(.*?) +(\(HINT: .*\))$/.exec(line) ?? []
    return { code: code.trimEnd(), comment: hint, user: null }
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
  const match = /^# (?:(.*?)  # )?(\S[^\n]*?):(\d+) in (\S+)/.exec(comment)
  if (match === null) return null
  const [, code = '', file = '', line = '', name = ''] = match
  return { file, line: Number(line), function: name, code: code.trim() }
}
