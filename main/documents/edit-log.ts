/** What was done in an open document, as the host knows it: enough to do it again on another thread, steps and labels and all. */
import type { HistoryState } from '../../shared/document'
import type { Json } from '../../shared/replay'
import type { KeptBlob } from './kept-edits'

export interface LoggedStep {
  readonly label: string
  readonly edits: readonly Json[]
}

/** The history of a blob: the steps, how many of them are done, and how many are on disk (-1: those there are others). */
export interface LoggedBlob {
  readonly blob: number
  readonly steps: readonly LoggedStep[]
  readonly position: number
  readonly saved: number
}

export class EditLog {
  private readonly logged = new Map<number, LoggedBlob>()

  get blobs(): readonly LoggedBlob[] {
    return [...this.logged.values()]
  }

  /**
   * What it takes to come from what lies on disk to what stands now; from what was opened, where that is none of the
   * points of a history. What was undone past the point on disk is not told.
   */
  get unsaved(): { readonly fromOpened: boolean; readonly blobs: readonly KeptBlob[] } {
    const fromOpened = this.blobs.some(({ saved }) => saved < 0)
    const blobs = this.blobs.flatMap(({ blob, steps, position, saved }) => {
      const done = steps.slice(fromOpened ? 0 : saved, position)
      return done.length === 0 ? [] : [{ blob, steps: done }]
    })
    return { fromOpened, blobs }
  }

  /** Notes a step that was done; what was undone before it is forgotten. */
  did(blob: number, edits: readonly Json[], { labels, position, saved }: HistoryState): void {
    const before = this.logged.get(blob)?.steps.slice(0, position - 1) ?? []
    const step = { label: labels[position - 1] ?? '', edits }
    this.logged.set(blob, { blob, steps: [...before, step], position, saved })
  }

  jumped(blob: number, { position }: HistoryState): void {
    const before = this.logged.get(blob)
    if (before !== undefined) this.logged.set(blob, { ...before, position })
  }

  /** What stands now is on disk. */
  saved(): void {
    for (const one of this.blobs) this.logged.set(one.blob, { ...one, saved: one.position })
  }

  /** What is on disk is none of the points of these histories. */
  parted(): void {
    for (const one of this.blobs) this.logged.set(one.blob, { ...one, saved: -1 })
  }
}
