/** Verbose code parts: a guard's code, padded, with the user's line behind it (get_verbose_code_part, torch/_dynamo/guards.py). */
import type { Guard } from '../state/guards-state'
import type { Source } from '../state/source'
import { textField } from '../state/source'
import type { Dialect } from './dialects'
import type { SourceNames } from './source-name'
import { TextBudget } from './text-budget'
import { formatFrame, hasStack, innermost } from './user-stack'

/** Columns that a code part takes at least. */
const WIDTH = 60
const LONGEST_COMMENT = 1024

export class VerboseParts {
  private comments = new Map<Guard, string>()
  readonly budget = new TextBudget('the texts of its guards')

  constructor(
    private readonly dialect: Dialect,
    private readonly names: SourceNames,
    /** torch's folder in the loading process. */
    private readonly folder: string,
    /** Files, under that folder, whose frames are passed over. */
    private readonly uninteresting: ReadonlySet<string>,
  ) {}

  /** Takes over what another made of guards that did not change, where torch lies in the same folder. */
  takeOver(other: VerboseParts): void {
    if (other.folder === this.folder) this.comments = other.comments
  }

  /** One part. `hidden` is how many more characters the text has with its id than with the `#` that stands for it. */
  part(code: string, guard: Guard | null, hidden = 0): string {
    return this.budget.take(pad(code, WIDTH - hidden) + (guard === null ? '' : this.comment(guard)))
  }

  /** Parts with the hint torch adds to each. */
  parts(codes: readonly string[], guard: Guard | null, hint: string | null = null, hidden = 0): string[] {
    const closure = guard?.source != null && this.dialect.closureHints ? this.closureHint(guard.source) : null
    const all = closure === null ? hint : hint === null ? closure : `${closure}, ${hint}`
    const suffix = all === null ? '' : ` (HINT: ${all})`
    return codes.map((code) => this.part(code, guard, hidden) + this.budget.take(suffix))
  }

  private comment(guard: Guard): string {
    let comment = this.comments.get(guard)
    if (comment === undefined) {
      comment = this.makeComment(guard)
      this.comments.set(guard, comment)
    }
    return comment
  }

  private makeComment(guard: Guard): string {
    const frame = innermost(guard, ({ file }) => !this.isUninteresting(file))
    if (frame === undefined) return hasStack(guard) ? '  # <unknown>' : ''
    if (frame === null) return ''
    const comment = `  # ${formatFrame(frame, this.folder, true)}`
    const tooLong =
      this.dialect.cutsLongComments && comment.length > LONGEST_COMMENT && [...comment].length > LONGEST_COMMENT
    return tooLong ? `  # ${formatFrame(frame, this.folder, false)}` : comment
  }

  private isUninteresting(file: string): boolean {
    return file.startsWith(`${this.folder}/`) && this.uninteresting.has(file.slice(this.folder.length + 1))
  }

  /** `guard on "name".attr` for a source that comes from a closure's cell (_get_closure_var_hint). */
  private closureHint(source: Source): string | null {
    for (let at: Source | null = source; at !== null; at = at.base) {
      if (at.cls !== 'CellContentsSource') continue
      const freevar = textField(at, 'freevar_name')
      if (freevar !== '') return `guard on "${freevar}"${this.names.of(source).slice(this.names.of(at).length)}`
    }
    return null
  }
}

/** Pads to a width in characters, as `f"{code:<60}"` does. */
function pad(text: string, width: number): string {
  if (text.length >= width * 2) return text
  let length = 0
  for (const _ of text) length++
  return length >= width ? text : text + ' '.repeat(width - length)
}
