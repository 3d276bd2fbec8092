/** What a process prints, as lines: the last of them, a bounded number. */

export interface OutputLine {
  /** Counted from the first that was ever printed. */
  readonly number: number
  readonly from: 'stdout' | 'stderr'
  readonly text: string
}

/** Lines that are kept. */
export const MOST_LINES = 20_000
/** Characters of a line that are kept. */
const MOST_CHARACTERS = 4000

export class OutputLog {
  private lines: OutputLine[] = []
  private next = 0
  /** Whether the last line goes on: it had no end. */
  private open = false

  constructor(private readonly most = MOST_LINES) {}

  add(from: OutputLine['from'], text: string): void {
    const parts = text.split('\n')
    parts.forEach((part, i) => {
      const last = i === parts.length - 1
      // what follows the last line end is nothing yet
      if (last && part === '') return
      this.put(from, part)
      this.open = last
    })
    // in larger steps than one: each moves all
    if (this.lines.length > this.most + this.most / 4) this.lines = this.lines.slice(-this.most)
  }

  /** How many were let go before those that are kept. */
  get dropped(): number {
    return this.lines[0]?.number ?? 0
  }

  /** The same list until something is printed. */
  snapshot(): readonly OutputLine[] {
    return [...this.lines]
  }

  private put(from: OutputLine['from'], part: string): void {
    const last = this.lines.at(-1)
    const goesOn = this.open && last?.from === from
    this.open = false
    // a progress bar goes back to the start of its line
    const whole = (goesOn ? last.text : '') + part.replace(/\r$/, '')
    const text = whole.slice(whole.lastIndexOf('\r') + 1).slice(0, MOST_CHARACTERS)
    if (goesOn) this.lines[this.lines.length - 1] = { ...last, text }
    else this.lines.push({ number: this.next++, from, text })
  }
}
