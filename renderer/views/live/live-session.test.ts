import { describe, expect, it } from 'vitest'
import type { LiveNews, LiveTarget } from '../../../shared/live-process'
import { type LiveSession, commandOf, faultOf, freshSession, standingOf, told } from './live-session'
import { earlierOf, groupsOf, rowsOf } from './rows'

const script: LiveTarget = { kind: 'start', command: 'python3', script: 'a b.py', args: ['--n', '3'] }

function compiled(entry: number, name = 'f'): LiveNews {
  const frame = { name, qualname: name, file: 'a.py', line: 1, locals: [] }
  const rest = { time: 0, thread: 'MainThread', frame, guards: 1, latencyUs: null, reasons: [] }
  return { kind: 'compiled', entry, compileId: `0/${entry}`, ...rest }
}

function captured(entry: number, blob: string | null): LiveNews {
  const files = { blob, scenarios: null, about: '' }
  return { kind: 'captured', entry, error: null, dropped: [], scenario: null, seconds: 0, files }
}

const hello: LiveNews = {
  kind: 'hello',
  protocol: 1,
  mode: 'started',
  pid: 7,
  python: '3.12.1',
  executable: 'python3',
  platform: '',
  host: '',
  cwd: '',
  torch: null,
}
const after = (target: LiveTarget, ...news: readonly LiveNews[]): LiveSession => told(freshSession(target, 1), news)
const exit = (good: boolean, message: string): LiveNews => ({ kind: 'exit', good, message, status: 1, signal: null })

describe('a live process', () => {
  it('says what it is at, and what went wrong with what led to it', () => {
    const bare: LiveTarget = { kind: 'start', command: 'python3', script: null, args: [] }
    const attached: LiveTarget = { kind: 'attach', address: '127.0.0.1:1', token: 't' }
    const raised: LiveNews = { kind: 'ended', status: 1, error: 'ValueError: no' }
    const sessions: readonly LiveSession[] = [
      after(script),
      after(script, hello),
      after(bare, hello),
      after(bare, hello, { kind: 'ready' }),
      after(attached, hello),
      after(script, hello, { kind: 'ended', status: 0, error: null }),
      after(script, hello, raised),
      after(script, hello, { kind: 'ended', status: 3, error: null }),
      after(script, exit(false, 'python4: there is no such command')),
      after(bare, hello, { kind: 'ended', status: 3, error: 'no torch' }),
      after(bare, hello, { kind: 'fault', message: 'no torch' }, exit(false, 'Python ended with status 3')),
      after(script, hello, { kind: 'ended', status: 0, error: null }, exit(true, 'stopped')),
    ]
    expect(sessions.map((session) => [standingOf(session).words, faultOf(session)])).toEqual([
      ['starting', null],
      ['running, without torch', null],
      ['importing torch', null],
      ['waiting', null],
      ['attached', null],
      ['script ended, process stays', null],
      ['script failed, process stays', 'the script ended with ValueError: no'],
      ['script failed, process stays', 'the script ended with status 3'],
      ['failed', 'python4: there is no such command'],
      ['script failed, process stays', 'no torch'],
      ['failed', 'no torch (Python ended with status 3)'],
      ['ended', null],
    ])
    expect(commandOf(script)).toBe("python3 'a b.py' --n 3")
  })

  it('joins its tree and what was saved to a compile, and lets the earliest texts go once they are long together', () => {
    const news = [
      compiled(1),
      { kind: 'tree', entry: 1, tree: 'x'.repeat(60) },
      captured(1, '/1'),
      compiled(2),
      { kind: 'tree', entry: 2, tree: 'y'.repeat(60) },
      captured(2, null),
      compiled(3),
    ] as const
    const { compiles, kept } = told(freshSession(script, 1), news, 100)
    expect(compiles.map(({ tree, captured: saved }) => [tree?.length ?? null, saved?.files.blob])).toEqual([
      [null, '/1'],
      [60, null],
      [null, undefined],
    ])
    expect(kept).toBe(60)
  })
})

describe('the list of compiles', () => {
  const { compiles } = after(
    script,
    ...[1, 2, 3, 4].map((entry) => compiled(entry, entry === 2 ? 'g' : 'f')),
    captured(1, '/1'),
    captured(3, null),
  )
  const groups = groupsOf(compiles)

  it('has a line for each function in the order of their first compiles, and theirs below unless folded', () => {
    const [f] = groups
    const shown = (folded: ReadonlySet<string>): string[] =>
      rowsOf(groups, folded).map((row) => (row.kind === 'function' ? row.group.name : String(row.compile.entry)))
    expect(shown(new Set())).toEqual(['f', '1', '3', '4', 'g', '2'])
    expect(shown(new Set([f?.key ?? '']))).toEqual(['f', 'g', '2'])
  })

  it('offers for a comparison the earlier compiles of the function that have a blob', () => {
    const [f] = groups
    const last = f?.compiles.at(-1)
    expect(f === undefined || last === undefined ? null : earlierOf(f, last).map(({ entry }) => entry)).toEqual([1])
  })
})
