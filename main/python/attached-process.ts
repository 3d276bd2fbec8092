/** A Python that imported the bridge and listens: attached to by its address and token, and left as it is. */
import { type Socket, connect } from 'node:net'
import type { LiveEnd, LiveEvent, LiveMethod, LiveParams, LiveResult } from '../../shared/live-process'
import { Connection } from './connection'
import { LiveError } from './faults'
import type { Live } from './live'

/** Its answers to a token (resources/python, sockets.py). */
const ANSWERS = new Map([
  ['yes', null],
  ['no', 'the token is not the one that the process gave'],
  ['busy', 'another Guardscope is attached to the process'],
])
/** For an answer, in milliseconds. */
const PATIENCE = 10_000

export interface AttachOptions {
  /** `127.0.0.1:4711`, as `serve()` printed it; over ssh the end of a forwarded port. */
  readonly address: string
  readonly token: string
}

export class AttachedProcess implements Live {
  readonly ended: Promise<LiveEnd>
  private readonly socket: Socket
  private connection: Connection | null = null
  private left = false

  /** Never throws: what cannot be attached to ends at once. */
  constructor(
    private readonly options: AttachOptions,
    private readonly tell: (event: LiveEvent) => void,
  ) {
    const at = options.address.lastIndexOf(':')
    const port = Number(options.address.slice(at + 1))
    const valid = at > 0 && Number.isInteger(port) && port > 0 && port < 65_536
    this.socket = connect({ host: valid ? options.address.slice(0, at) : '', port: valid ? port : 0 })
    if (!valid) this.socket.destroy(new Error(`not an address like 127.0.0.1:4711: ${options.address}`))
    this.ended = this.listen()
  }

  async ask<M extends LiveMethod>(method: M, params: LiveParams<M>): Promise<LiveResult<M>> {
    if (this.connection === null) throw new LiveError('the process has not answered yet')
    return this.connection.ask(method, params)
  }

  async stop(): Promise<void> {
    this.left = true
    this.socket.end()
    this.socket.destroySoon()
    await this.ended
  }

  private listen(): Promise<LiveEnd> {
    const { socket, options } = this
    let fault: string | null = null
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error(`${options.address} does not answer`)))
    socket.on('connect', () => socket.write(`${options.token}\n`))
    socket.on('error', (error: NodeJS.ErrnoException) => {
      fault ??= error.code === 'ECONNREFUSED' ? `nobody listens at ${options.address}` : error.message
    })
    let answer = Buffer.alloc(0)
    const look = (data: Buffer): void => {
      answer = Buffer.concat([answer, data])
      const end = answer.indexOf('\n')
      if (end < 0) return
      socket.off('data', look)
      const refused = ANSWERS.get(answer.subarray(0, end).toString('utf8'))
      if (refused === undefined) fault = `${options.address} is no bridge of Guardscope`
      else fault = refused
      if (fault === null) this.use(answer.subarray(end + 1))
      else socket.destroy()
    }
    socket.on('data', look)
    return new Promise((resolve) => {
      socket.on('close', () => {
        const good = this.left && fault === null
        const message =
          fault ?? (good ? 'detached' : this.connection === null ? `${options.address} hung up` : 'the process is gone')
        const end = { good, message, status: null, signal: null }
        void (this.connection?.end() ?? Promise.resolve()).then(() => {
          this.tell({ kind: 'exit', ...end })
          resolve(end)
        })
      })
    })
  }

  private use(first: Buffer): void {
    const { socket } = this
    socket.setTimeout(0)
    socket.setNoDelay(true)
    this.connection = new Connection(first, socket, socket, this.tell)
  }
}
