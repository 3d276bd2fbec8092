/** One file on its way to being open, or open: read into memory that the thread and the main process share. */
import type { OpenedBlob, Reply } from '../../shared/api'
import type { OpenProgress } from '../../shared/document'
import { CANCELLED } from '../../shared/work'
import { toDocumentError } from './protocol'
import type { Questions } from './protocol'
import { standing } from './file-watch'
import { readWhole } from './read-file'
import { type WorkerClient, failed } from './worker-client'

export interface SessionOptions {
  readonly onProgress: (progress: OpenProgress) => void
  /** Largest file, in bytes. */
  readonly sizeLimit?: number
  /** What the file holds, where it was read before. */
  readonly bytes?: Uint8Array | null
}

export class Session {
  /** Null until the window has named it. */
  id: string | null = null
  /** Once it was read. */
  bytes: Uint8Array | null
  /** How the file stood on disk before it was read. */
  seen = ''
  /** Whether its thread was ended on purpose. */
  stopped = false
  readonly opened: Promise<Reply<Questions['open']['answer']>>
  /** Blobs asked for before the window did. */
  readonly early = new Map<number, Promise<Reply<OpenedBlob>>>()
  private readonly reading = new AbortController()

  constructor(
    readonly path: string,
    readonly worker: WorkerClient,
    private readonly options: SessionOptions,
  ) {
    this.bytes = options.bytes ?? null
    worker.onProgress = (phase, fraction) => this.tell(phase, fraction)
    this.opened = this.open()
  }

  stop(): void {
    this.stopped = true
    this.reading.abort()
    this.worker.stop()
  }

  private async open(): Promise<Reply<Questions['open']['answer']>> {
    try {
      const bytes = this.bytes ?? (await this.read())
      if (this.reading.signal.aborted) return failed(CANCELLED)
      this.bytes = bytes
      return await this.worker.ask('open', { bytes })
    } catch (error) {
      return { ok: false, error: toDocumentError(error) }
    }
  }

  private async read(): Promise<Uint8Array> {
    const { sizeLimit } = this.options
    this.seen = await standing(this.path).catch(() => '')
    return readWhole(this.path, {
      shared: true,
      signal: this.reading.signal,
      onProgress: (fraction) => this.tell('read', fraction),
      ...(sizeLimit === undefined ? {} : { limit: sizeLimit }),
    })
  }

  private tell(phase: OpenProgress['phase'], fraction: number): void {
    if (this.id !== null) this.options.onProgress({ id: this.id, path: this.path, phase, fraction })
  }
}
