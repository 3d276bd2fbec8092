/** JSON-RPC with a bridge over two streams: checked notifications and answers. */
import { setTimeout } from 'node:timers/promises'
import { PassThrough, type Readable, type Writable } from 'node:stream'
import * as z from 'zod/mini'
import {
  ErrorCodes,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  createMessageConnection,
} from 'vscode-jsonrpc/node'
import {
  LIVE_METHODS,
  LIVE_NOTIFICATIONS,
  type LiveEvent,
  type LiveMethod,
  type LiveParams,
  type LiveResult,
} from '../../shared/live-process'
import { LiveError } from './faults'

type Names = keyof typeof LIVE_NOTIFICATIONS
/** What is written behind the last that a bridge said: messages are read in their order, and later than they come. */
const LAST = 'guardscope/last'
/** For a bridge that fell silent in the middle of a message, in milliseconds. */
const PATIENCE = 500
const NAMES = Object.keys(LIVE_NOTIFICATIONS) as readonly Names[]

export class Connection {
  private readonly rpc: MessageConnection
  /** Methods that are not answered yet. */
  private readonly open = new Set<LiveMethod>()

  private readonly channel = new PassThrough({ highWaterMark: 1 << 20 })
  private readonly heard: Promise<void>
  private told = 0

  /** `first`: what was read of the stream already. */
  constructor(first: Buffer, read: Readable, write: Writable, tell: (event: LiveEvent) => void) {
    const { channel } = this
    channel.write(first)
    read.pipe(channel, { end: false })
    this.rpc = createMessageConnection(new StreamMessageReader(channel), new StreamMessageWriter(write))
    for (const name of NAMES) {
      this.rpc.onNotification(name, (params: unknown) => {
        this.told++
        const checked = z.safeParse(LIVE_NOTIFICATIONS[name] as z.ZodMiniType<object>, params)
        if (checked.success) tell(inOneLine({ kind: name, ...checked.data } as LiveEvent))
        else
          tell({
            kind: 'fault',
            message: `the bridge told ${name} in a way that is not understood: ${where(checked.error)}`,
          })
      })
    }
    this.heard = new Promise((resolve) => this.rpc.onNotification(LAST, resolve))
    this.rpc.onError(([error]) =>
      tell({ kind: 'fault', message: `the bridge cannot be understood: ${firstLine(error.message)}` }),
    )
    this.rpc.listen()
  }

  /** The method that the bridge was last asked and has not answered. */
  get asked(): LiveMethod | null {
    return [...this.open].at(-1) ?? null
  }

  /** Rejects with a LiveError. */
  async ask<M extends LiveMethod>(method: M, params: LiveParams<M>): Promise<LiveResult<M>> {
    this.open.add(method)
    let result: unknown
    try {
      result = await this.rpc.sendRequest(method, params)
    } catch (error) {
      // what was asked of one that is gone stays: it tells why it went
      if (!isGone(error)) this.open.delete(method)
      throw new LiveError(isGone(error) ? 'the process is gone' : message(error))
    }
    this.open.delete(method)
    const read = z.safeParse(LIVE_METHODS[method].result as unknown as z.ZodMiniType<LiveResult<M>>, result)
    if (!read.success)
      throw new LiveError(`the bridge answered ${method} in a way that is not understood: ${where(read.error)}`)
    return read.data
  }

  /** Ends, once all that came is told. `patience`: milliseconds for a bridge that fell silent in the middle of a message. */
  async end(patience = PATIENCE): Promise<void> {
    const body = JSON.stringify({ jsonrpc: '2.0', method: LAST })
    this.channel.end(`Content-Length: ${body.length}\r\n\r\n${body}`)
    let heard = false
    void this.heard.then(() => (heard = true))
    for (let told = -1; !heard && told !== this.told;) {
      told = this.told
      await Promise.race([this.heard, setTimeout(patience, undefined, { ref: false })])
    }
    this.rpc.dispose()
  }
}

/** A fault is a line to a person, whatever a process says. */
function inOneLine(event: LiveEvent): LiveEvent {
  return event.kind === 'fault' ? { ...event, message: event.message.replace(/\s*[\r\n]+\s*/g, ' ') } : event
}

/** What came is quoted behind the first. */
const firstLine = (text: string): string => text.split(/[\r\n]/, 1)[0] ?? ''

const message = (error: unknown): string => firstLine(error instanceof Error ? error.message : String(error))

/** Whether nobody is left to answer. */
function isGone(error: unknown): boolean {
  if (!(error instanceof ResponseError)) return true
  const gone: readonly number[] = [ErrorCodes.PendingResponseRejected, ErrorCodes.ConnectionInactive]
  return gone.includes(error.code)
}

function where(error: z.core.$ZodError): string {
  const [issue] = error.issues
  return issue === undefined ? 'nothing' : `${issue.path.join('.')}: ${issue.message}`
}
