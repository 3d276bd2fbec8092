/** What a live process tells and answers: a stream of JSON-RPC messages, each behind its length. */
import { PassThrough, Writable } from 'node:stream'
import { LIVE_METHODS, LIVE_NOTIFICATIONS, type LiveEvent, type LiveMethod } from '../../shared/live-process'
import { Connection } from '../../main/python/connection'
import { LiveError } from '../../main/python/faults'
import { changedJson, JSON_WORDS, jsonBySchema, jsonText } from '../grammar/json'
import { damageText } from '../mutate'
import type { Random } from '../random'
import { BrokenLaw, checkRefusal, fileAndRest, type Target, withFile } from '../target'

const NOTIFICATIONS = Object.entries(LIVE_NOTIFICATIONS)
const METHODS = Object.keys(LIVE_METHODS) as readonly LiveMethod[]
/** Milliseconds that a stream which ends in the middle of a message is waited for. */
const PATIENCE = 10
const WORDS = [
  ...JSON_WORDS,
  'Content-Length: ',
  '\r\n\r\n',
  '\r\n',
  '"jsonrpc":"2.0"',
  '"id":0',
  '"method":"saved"',
  '"params":',
  '"result":',
]

export const live = (): Target => ({
  name: 'live',
  reads: 'what a live process tells and answers',
  share: 10,
  make(random) {
    const method = random.pick(METHODS)
    const answer = { jsonrpc: '2.0', id: 0, result: jsonBySchema(LIVE_METHODS[method].result, random) }
    const messages = [...random.several(3, () => told(random)), answer]
    const stream = messages.map((message) => framed(random.oneIn(3) ? changedJson(message, random) : message, random))
    const text = stream.join('')
    return withFile(method, random.oneIn(3) ? damageText(text, text, WORDS, random) : text)
  },
  async read(input) {
    const { file, rest } = fileAndRest(input)
    const method = METHODS.find((name) => name === file)
    if (method === undefined) return false
    const events: LiveEvent[] = []
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
    const connection = new Connection(Buffer.from(rest), new PassThrough(), nowhere, (event) => events.push(event))
    const answer = connection.ask(method, {} as never).then(
      () => true,
      (error: unknown) => {
        checkRefusal([LiveError], error)
        return false
      },
    )
    await connection.end(PATIENCE)
    for (const event of events) {
      if (event.kind === 'fault' && (event.message === '' || /[\r\n]/.test(event.message)))
        throw new BrokenLaw(`a fault that is not one line: ${event.message}`)
      if (event.kind !== 'fault' && !(event.kind in LIVE_NOTIFICATIONS)) throw new BrokenLaw('an event that is none')
    }
    const isAnswered = await answer
    return isAnswered || events.some(({ kind }) => kind !== 'fault')
  },
})

function told(random: Random): unknown {
  const [method, params] = random.pick(NOTIFICATIONS)
  return { jsonrpc: '2.0', method, params: jsonBySchema(params, random) }
}

/** Now and then behind a length that is not its own. */
function framed(message: unknown, random: Random): string {
  const body = jsonText(message as never)
  const length = random.oneIn(20) ? random.pick([0, 1, body.length, 2 ** 31, -1]) : Buffer.byteLength(body)
  return `Content-Length: ${length}\r\n\r\n${body}`
}
