/**
 * How much text the guards of one blob may come to. Objects that hold each other say the same many times over: a few
 * kilobytes of a file come to more characters than any memory holds, and what one allocation takes too much ends the
 * process and not its thread alone.
 */
import { StateError } from '../state/read-state'
import type { SourceReader } from '../state/source'

/** Characters; the largest blobs known, of 5,000 guards, come to a million. */
export const MOST_CHARACTERS = 64 * 1024 * 1024
/** One name of a source. */
const LONGEST_NAME = 4 * 1024 * 1024

export class TextBudget {
  /** Characters that may still come. */
  private left = MOST_CHARACTERS
  /** What was refused once is refused again. */
  private refused: StateError | null = null

  /** `what`: of what the text is, for the message. */
  constructor(private readonly what: string) {}

  /** Characters that were taken. */
  get taken(): number {
    return MOST_CHARACTERS - this.left
  }

  /** Gives the text back. @throws StateError where all of them come to too much. */
  take(text: string): string {
    this.left -= text.length
    if (this.left < 0 || this.refused !== null)
      this.refuse(`${this.what} come to more than the limit of ${MOST_CHARACTERS} characters`)
    return text
  }

  /** As `take`, for the name of a source. */
  takeName(name: string): string {
    if (name.length > LONGEST_NAME)
      this.refuse(`a source has a name of more than the limit of ${LONGEST_NAME} characters`)
    return this.take(name)
  }

  /** From the beginning, for texts that are made anew. */
  reset(): void {
    this.left = MOST_CHARACTERS
    this.refused = null
  }

  private refuse(message: string): never {
    throw (this.refused ??= new StateError(message, 0))
  }
}

const ofSources = new WeakMap<SourceReader, TextBudget>()

/** That of the names of a blob's sources: they are made once, and stay. */
export function namesBudget(sources: SourceReader): TextBudget {
  let budget = ofSources.get(sources)
  if (budget === undefined) {
    budget = new TextBudget('the names of its sources')
    ofSources.set(sources, budget)
  }
  return budget
}
