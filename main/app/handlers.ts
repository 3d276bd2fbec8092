/** Puts the contract's methods on Electron's IPC: who asks and what is asked are checked before anything is done. */
import { METHODS, channel } from '../../shared/ipc'
import type { Answer, Method, Request } from '../../shared/ipc'

/** What answers each method of the contract. */
export type Handlers = {
  readonly [M in Method]: (...request: Request<M>) => Answer<M> | Promise<Answer<M>>
}

/** As much of ipcMain as is needed here. */
export interface Wire<Event> {
  handle(name: string, listener: (event: Event, ...request: unknown[]) => unknown): void
}

/** A message that was refused; the window that sent it gets the message. */
export class RefusedMessage extends Error {
  constructor(
    readonly method: Method,
    why: string,
  ) {
    super(`${method}: ${why}`)
    this.name = 'RefusedMessage'
  }
}

/** `handlersOf`: those of the window that a message comes from. */
export function serve<Event>(
  wire: Wire<Event>,
  isTrusted: (event: Event) => boolean,
  handlersOf: (event: Event) => Handlers | null,
): void {
  for (const method of Object.keys(METHODS) as Method[]) {
    wire.handle(channel(method), (event, ...request) => {
      const handlers = handlersOf(event)
      if (!isTrusted(event) || handlers === null) throw new RefusedMessage(method, 'the sender is not the window')
      const checked = METHODS[method].request.safeParse(request)
      if (!checked.success) throw new RefusedMessage(method, 'the request does not fit its schema')
      return (handlers[method] as (...checked: readonly unknown[]) => unknown)(...checked.data)
    })
  }
}
