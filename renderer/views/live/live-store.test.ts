import { describe, expect, it } from 'vitest'
import type { GuardscopeApi, Reply } from '../../../shared/api'
import type { LiveNews, LiveTarget } from '../../../shared/live-process'
import { createLiveProcessStore } from './live-store'

const target = (script: string): LiveTarget => ({ kind: 'start', command: 'python3', script, args: [] })
const exit = (message: string): LiveNews => ({ kind: 'exit', good: true, message, status: 0, signal: null })
const fine: Reply<null> = { ok: true, value: null }

function stores(starts: (tell: (news: LiveNews) => void, target: LiveTarget) => Promise<Reply<null>>) {
  const asked: string[] = []
  let tell: (news: LiveNews) => void = () => {}
  const api: Pick<GuardscopeApi, 'liveStart' | 'liveStop' | 'liveAsk' | 'onLive'> = {
    onLive: (listener) => {
      tell = listener
      return () => {}
    },
    liveStart: (of) => starts(tell, of),
    liveStop: async () => {},
    liveAsk: async (method) => {
      asked.push(method)
      return { ok: false, error: { message: 'no', offset: null } }
    },
  }
  const store = createLiveProcessStore(api, 0)
  return { store, asked, tell: (news: LiveNews) => tell(news) }
}

describe('the live process in front', () => {
  it('is the one before until that has ended, whatever the new one tells before it is answered for', async () => {
    const { store, tell } = stores(async (say, { kind }) => {
      if (store.getState().session !== null) say(exit('stopped'))
      say({ kind: 'output', text: `${kind}\n` })
      return fine
    })
    await store.getState().start(target('a.py'))
    tell({ kind: 'output', text: 'of a\n' })
    const first = store.getState().session
    expect(store.getState().output.map(({ text }) => text)).toEqual(['start', 'of a'])
    await store.getState().start(target('b.py'))
    const { session, output, remembered } = store.getState()
    expect([first?.exit, session?.exit, session?.target, session?.serial]).toEqual([null, null, target('b.py'), 2])
    expect(output.map(({ text }) => text)).toEqual(['start'])
    expect(remembered).toEqual([target('b.py'), target('a.py')])
  })

  it('stays where the other is not started, and why is said', async () => {
    let refuses = false
    const { store } = stores(async () =>
      refuses ? { ok: false, error: { message: 'nobody agreed to it', offset: null } } : fine,
    )
    await store.getState().start(target('a.py'))
    refuses = true
    await store.getState().start(target('b.py'))
    const { session, refused, starting, remembered } = store.getState()
    expect([session?.target, refused, starting, remembered]).toEqual([
      target('a.py'),
      'nobody agreed to it',
      false,
      [target('a.py')],
    ])
  })

  it('is asked for its devices only where no script runs: to name a GPU initialises CUDA', async () => {
    const { store, asked, tell } = stores(async () => fine)
    await store.getState().start(target('a.py'))
    tell({ kind: 'torch', version: '2.13.0', standing: 'known', cuda: null, folder: '' })
    expect(asked).toEqual([])
    tell({ kind: 'ended', status: 0, error: null })
    expect(asked).toEqual(['devices'])
  })
})
