/** An interpreter that imported the bridge and serves it, without torch: who gets in, and who does not. */
import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createServer, connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LiveEvent } from '../../shared/live-process'
import { resourcesFolder } from '../resources'
import { AttachedProcess } from './attached-process'

const PROGRAM = `
import sys, time
sys.path.insert(0, ${JSON.stringify(resourcesFolder('python'))})
sys.dont_write_bytecode = True
import guardscope_bridge
address, token = guardscope_bridge.serve()
print(address, token, flush=True)
assert guardscope_bridge.serve() == (address, token)
for line in sys.stdin: print("on", flush=True)
`

const served = spawn('python3', ['-c', PROGRAM], { stdio: ['pipe', 'pipe', 'ignore'] })
const lines = createInterface(served.stdout)[Symbol.asyncIterator]()
const said = async (): Promise<string> => String((await lines.next()).value)
let [address, token] = ['', '']
beforeAll(async () => {
  ;[address = '', token = ''] = (await said()).split(' ')
})
afterAll(() => served.kill())

interface Attached {
  readonly process: AttachedProcess
  readonly events: LiveEvent[]
  /** Settles with hello, or with the end. */
  readonly met: Promise<LiveEvent>
}

function attach(to = address, by = token): Attached {
  const events: LiveEvent[] = []
  const told = new EventEmitter()
  const met = once(told, 'event').then(([event]) => event as LiveEvent)
  const process = new AttachedProcess({ address: to, token: by }, (event) => {
    events.push(event)
    told.emit('event', event)
  })
  return { process, events, met }
}

it('who has the token gets in, one at a time, and leaves it running', async () => {
  const first = attach()
  expect(await first.met).toMatchObject({ kind: 'hello', mode: 'attached', torch: null, pid: served.pid })
  await expect(first.process.ask('precision', {})).rejects.toThrow('this process has not imported torch')
  expect(await attach().met).toMatchObject({ kind: 'exit', message: 'another Guardscope is attached to the process' })
  await first.process.stop()
  expect(first.events.at(-1)).toMatchObject({ kind: 'exit', good: true, message: 'detached' })
  const again = attach()
  expect(await again.met).toMatchObject({ kind: 'hello' })
  await again.process.stop()
  served.stdin.write('still there?\n')
  expect(await said()).toBe('on')
})

it.each([
  ['none', ''],
  ['a short one', 'x'],
  ['one as long', 'a'.repeat(32)],
  ['a very long one', 'a'.repeat(5000)],
])('without the token nobody gets in: %s', async (_, wrong) => {
  const refused = attach(address, wrong)
  const end = await refused.process.ended
  expect(end.good).toBe(false)
  expect(end.message).toMatch(/^the token is not the one that the process gave$|hung up$|ECONNRESET$/)
  expect(refused.events.map(({ kind }) => kind)).toEqual(['exit'])
})

it('it listens on loopback alone', async () => {
  const port = Number(address.split(':')[1])
  expect(address).toMatch(/^127\.0\.0\.1:\d+$/)
  const others = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
  for (const { address: host } of others) {
    const socket = connect({ host, port })
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNREFUSED')
  }
})

it('what cannot be attached to is said in one line', async () => {
  const server = createServer((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const other = server.address()
  const port = typeof other === 'object' ? (other?.port ?? 0) : 0
  expect((await attach(`127.0.0.1:${port}`).process.ended).message).toBe(`127.0.0.1:${port} is no bridge of Guardscope`)
  server.close()
  await once(server, 'close')
  expect((await attach(`127.0.0.1:${port}`).process.ended).message).toBe(`nobody listens at 127.0.0.1:${port}`)
  expect((await attach('nowhere').process.ended).message).toBe('not an address like 127.0.0.1:4711: nowhere')
})
