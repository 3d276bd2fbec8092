import { expect, test } from 'vitest'
import { METHODS, channel } from '../../shared/ipc'
import { serve } from './handlers'
import type { Handlers } from './handlers'

type Listener = (event: string, ...request: unknown[]) => unknown

function served(): { readonly names: readonly string[]; readonly send: Listener; readonly reached: readonly string[] } {
  const listeners = new Map<string, Listener>()
  const reached: string[] = []
  const handlers = Object.fromEntries(
    Object.keys(METHODS).map((method) => [
      method,
      (...request: unknown[]) => void reached.push(`${method}(${request})`),
    ]),
  ) as unknown as Handlers
  serve<string>(
    { handle: (name, listener) => void listeners.set(name, listener) },
    (event) => event === 'window',
    () => handlers,
  )
  const send: Listener = (event, method, ...request) => listeners.get(channel(method as 'cancel'))?.(event, ...request)
  return { names: [...listeners.keys()], send, reached }
}

test('every method of the contract is served under its own channel', () => {
  expect(served().names).toEqual(Object.keys(METHODS).map((method) => `guardscope:${method}`))
})

test('a request that fits its schema reaches its method', () => {
  const { send, reached } = served()
  send('window', 'openBlob', 'a', 3)
  send('window', 'changeSettings', { theme: 'dark' })
  expect(reached).toEqual(['openBlob(a,3)', 'changeSettings([object Object])'])
})

test('a request that does not fit its schema reaches nothing', () => {
  const { send, reached } = served()
  const misfits: readonly (readonly [string, ...unknown[]])[] = [
    ['openDocument', 'a'],
    ['openDocument', 'a', ''],
    ['openDocument', 'a', { path: 'x' }],
    ['openBlob', 'a', -1],
    ['openBlob', 'a', 1.5],
    ['openBlob', 'a', '0'],
    ['nodeDetail', 'a', 0, Number.NaN],
    ['changeSettings', { theme: 'pink' }],
    ['appState', 'more'],
    ['cancel', ''],
  ]
  for (const [method, ...request] of misfits) {
    expect(() => send('window', method, ...request), JSON.stringify([method, request])).toThrow(
      `${method}: the request does not fit its schema`,
    )
  }
  expect(reached).toEqual([])
})

test('a foreign sender reaches nothing', () => {
  const { send, reached } = served()
  expect(() => send('other', 'appState')).toThrow('appState: the sender is not the window')
  expect(reached).toEqual([])
})
