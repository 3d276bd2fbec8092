/** An open document, whatever thread holds it: what it was opened as, what was done in it, and what is asked of it. */
import type { Reply } from '../../shared/api'
import { EditLog } from './edit-log'
import type { FileWatch } from './file-watch'
import type { Question } from './protocol'
import type { Session } from './session'

/** A question on its way. */
export interface Asked {
  readonly question: Question
  /** Whether it was called off: it is not asked again where its thread is gone. */
  calledOff: boolean
}

export class OpenFile {
  /** The file as it was opened; null until it was read. */
  opened: Uint8Array | null = null
  /** What is known to lie on disk: as it was opened, or saved last. */
  onDisk: Uint8Array | null = null
  /** Whether what lies on disk is of another program, and is to be kept beside what is saved over it. */
  isForeign = false
  readonly log = new EditLog()
  readonly asked = new Set<Asked>()
  /** The document that it is being compared with. */
  comparing: string | null = null
  watch: FileWatch | null = null
  /** Settles when what is being written is written. */
  saving: Promise<void> = Promise.resolve()
  /** Settles once its thread holds what was opened, and what was done in it since. */
  ready: Promise<Reply<unknown>>

  constructor(
    readonly path: string,
    public session: Session,
  ) {
    this.ready = session.opened
  }

  /** Takes over what the session read, where it is the first. */
  take({ bytes }: Session): void {
    this.opened ??= bytes
    this.onDisk ??= bytes
  }

  /** Another thread in place of one that is gone: it does again what was done. */
  renew(session: Session): void {
    this.session = session
    this.ready = this.restored(session)
  }

  private async restored(session: Session): Promise<Reply<unknown>> {
    const opened = await session.opened
    if (!opened.ok) return opened
    this.take(session)
    const { log, onDisk } = this
    if (log.blobs.length === 0 && onDisk === this.opened) return opened
    return session.worker.ask('restore', { blobs: log.blobs, onDisk })
  }
}
