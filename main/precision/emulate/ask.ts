/** The emulated errors, computed when they are first asked for, off the thread of the window. */
import { Worker } from 'node:worker_threads'
import type { Reply } from '../../../shared/api'
import type { EmulatedErrors } from '../../../shared/emulated'
import { noteThrown } from '../../problems'

export class EmulatedErrorsOnce {
  private answer: Promise<Reply<EmulatedErrors>> | null = null

  constructor(private readonly script: string) {}

  ask(): Promise<Reply<EmulatedErrors>> {
    this.answer ??= new Promise((done) => {
      const worker = new Worker(this.script)
      worker.once('message', (value: EmulatedErrors) => done({ ok: true, value }))
      worker.once('error', (error) => {
        noteThrown('thread', 'uncaught', error)
        done({ ok: false, error: { message: error.message, offset: null } })
      })
    })
    return this.answer
  }
}
