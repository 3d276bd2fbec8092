/** Processes without torch: what they print, how they end and how they are started, in a real Python. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { LiveEvent } from '../../shared/live-process'
import { StartedProcess } from './started-process'

// a machine that is busy with other tests starts a Python slowly
vi.setConfig({ testTimeout: 30_000 })

const folder = mkdtempSync(join(tmpdir(), 'guardscope-live-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  chmodSync(path, 0o755)
  return path
}

/** A program that stands for one which is not here. */
const program = (name: string, text: string): string => {
  mkdirSync(join(folder, 'bin'), { recursive: true })
  return file(join('bin', name), `#!/bin/sh\n${text}\n`)
}

/** An orphan that is dead and was not asked about does not run. */
function runs(pid: number): boolean {
  const path = `/proc/${pid}/status`
  return existsSync(path) && !/^State:\s+Z/m.test(readFileSync(path, 'utf8'))
}

interface Ran {
  readonly events: readonly LiveEvent[]
  readonly out: string
  readonly err: string
  readonly message: string
  readonly good: boolean
}

async function run(script: string | null, command = 'python3', args: readonly string[] = []): Promise<Ran> {
  const events: LiveEvent[] = []
  const what = script === null ? {} : { script: file('script.py', script) }
  const live = new StartedProcess({ command, args, ...what }, (event) => events.push(event))
  return ran(events, await live.ended)
}

function ran(events: readonly LiveEvent[], end: { readonly message: string; readonly good: boolean }): Ran {
  const out = events.map((event) => (event.kind === 'output' ? event.text : '')).join('')
  const err = events.map((event) => (event.kind === 'stderr' ? event.text : '')).join('')
  return { events, out, err, message: end.message, good: end.good }
}

describe('a script', () => {
  it('prints, reads nothing, finds its arguments and its folder, and ends', async () => {
    const { out, err, good, events } = await run(
      [
        'import os, subprocess, sys, __main__',
        'print(sys.argv[1:], __name__, __main__.__file__ == __file__, sys.path[0] == os.path.dirname(os.path.realpath(__file__)))',
        'print(repr(sys.stdin.read()), "torch" in sys.modules)',
        'print("é", end="", flush=True)',
        'subprocess.run([sys.executable, "-c", "print(1)"])',
        'os.write(1, b"Content-Length: 5\\r\\n\\r\\nhello\\n")',
        'print("aside", file=sys.stderr)',
      ].join('\n'),
      'python3',
      ['a', '--b'],
    )
    expect(out).toBe("['a', '--b'] __main__ True True\n'' False\né1\nContent-Length: 5\r\n\r\nhello\n")
    expect({ err, good }).toEqual({ err: 'aside\n', good: true })
    expect(events.map((event) => event.kind).filter((kind) => kind !== 'output' && kind !== 'stderr')).toEqual([
      'hello',
      'ended',
      'exit',
    ])
  })

  it('that raises is said in one line, its traceback its own', async () => {
    const { message, err, good } = await run('def f():\n    raise ValueError("oh\\nno")\nf()\n')
    expect({ message, good }).toEqual({ message: 'the script ended with ValueError: oh no', good: false })
    expect(err.split('\n').slice(0, 4)).toEqual([
      'Traceback (most recent call last):',
      `  File "${join(folder, 'script.py')}", line 3, in <module>`,
      '    f()',
      expect.stringContaining('script.py", line 2, in f'),
    ])
  })

  it('keeps its exit status and what it printed at exit', async () => {
    const { events, out } = await run('import atexit, sys\natexit.register(print, "bye")\nprint("hi")\nsys.exit(7)\n')
    expect(out).toBe('hi\nbye\n')
    expect(events.at(-1)).toMatchObject({ kind: 'exit', status: 7, good: false })
  })

  it('that forks has a child which prints and never speaks for it', async () => {
    const { out, good } = await run(
      'import os\npid = os.fork()\nif pid == 0:\n    print("child")\n    raise SystemExit\nos.waitpid(pid, 0)\nprint("parent")\n',
    )
    expect({ out, good }).toEqual({ out: 'child\nparent\n', good: true })
  })

  it('that forks and stays has a child which ends', async () => {
    const events: LiveEvent[] = []
    const text = 'import os\nif os.fork() == 0: print("child", os.getpid())\nelse: print("parent", os.wait()[1])\n'
    const live = new StartedProcess({ command: 'python3', script: file('forks.py', text), stay: true }, (event) => {
      events.push(event)
      if (event.kind === 'ended') void live.stop()
    })
    const { out, good } = ran(events, await live.ended)
    expect(out).toMatch(/^child \d+\nparent 0\n$/)
    expect(good).toBe(true)
  })

  it('whose children are made anew finds its own functions in them', async () => {
    const text = [
      'import multiprocessing',
      'def double(n): return 2 * n',
      'if __name__ == "__main__":',
      '    with multiprocessing.get_context("spawn").Pool(1) as pool: print(pool.map(double, [1, 2]))',
    ]
    expect(await run(text.join('\n'))).toMatchObject({ out: '[2, 4]\n', good: true })
  })

  it.each([
    ['SIGABRT', 'os.abort()', 'Python was killed by SIGABRT (torch aborts on a global state that it cannot read)'],
    ['SIGKILL', 'os.kill(os.getpid(), 9)', 'Python was killed by SIGKILL (memory may have run out)'],
    ['a status', 'os._exit(3)', 'Python ended with status 3'],
  ])('that kills its interpreter by %s is said in one line, after its output', async (_, how, said) => {
    const { message, good, out } = await run(`import os, time\nprint("before", flush=True)\ntime.sleep(0.1)\n${how}\n`)
    expect({ message, good, out }).toEqual({ message: said, good: false, out: 'before\n' })
  })

  it.each([
    ['aborts', 'os.abort()', 'SIGABRT', null],
    ['is killed', 'os.kill(os.getpid(), 9)', 'SIGKILL', null],
    ['leaves at once', 'os._exit(5)', null, 5],
  ])('that %s has told each line it printed, and what it printed last', async (_, how, signal, status) => {
    const lines = Array.from({ length: 1000 }, (_, line) => `line ${line}`)
    const { events, out } = await run(
      `import os\nfor i in range(1000): print("line", i)\nos.write(1, b"half \\xc3")\n${how}\n`,
    )
    expect(out).toBe(`${lines.join('\n')}\nhalf \ufffd`)
    expect(events.at(-1)).toMatchObject({ kind: 'exit', signal, status })
  })

  it('tells what it prints and what is told of it in their order, has no child it did not make, and closes its output', async () => {
    const { events, out } = await run(
      [
        'import os, signal, sys',
        'sys.stdout.write("x" * 300_000 + "\\n")',
        'try: os.wait()',
        'except ChildProcessError: print("alone")',
        // whoever was started is sent what is meant for the script
        'signal.signal(signal.SIGUSR1, lambda *_: print("signalled"))',
        'os.kill(os.getppid(), signal.SIGUSR1)',
        'signal.sigtimedwait([signal.SIGTERM], 0.2)',
        'os.close(1)',
        'os.system("echo nowhere >&2")',
        'sys.exit(4)',
      ].join('\n'),
    )
    expect(out).toBe(`${'x'.repeat(300_000)}\nalone\nsignalled\n`)
    expect(events.map(({ kind }) => kind).filter((kind, at, all) => kind !== all[at - 1])).toEqual([
      'hello',
      'output',
      'stderr',
      'ended',
      'exit',
    ])
    expect(events.at(-1)).toMatchObject({ status: 4 })
  })

  it('ends while a child of its goes on printing', async () => {
    const child = 'while True: print("more", flush=True)'
    const text = `import subprocess, sys\nsubprocess.Popen([sys.executable, "-c", ${JSON.stringify(child)}], stderr=subprocess.DEVNULL)\nprint("done")\n`
    expect(await run(text)).toMatchObject({ out: expect.stringMatching(/^(more\n)*done\n/), good: true })
  })

  it.runIf(process.platform === 'linux')('runs on in no process when it was killed from outside', async () => {
    const pids = await new Promise<readonly number[]>((resolve) => {
      const text = 'import os, time\nprint(os.getpid(), os.getppid(), flush=True)\ntime.sleep(60)\n'
      const options = { command: 'python3', script: file('sleeps.py', text) }
      const live = new StartedProcess(options, (event) => {
        if (event.kind !== 'output') return
        const found = event.text.trim().split(' ').map(Number)
        process.kill(found[1] ?? 0, 'SIGKILL')
        void live.ended.then(() => resolve(found))
      })
    })
    await vi.waitFor(() => expect(pids.filter(runs)).toEqual([]))
  })

  it('that never ends is stopped, and one that will not listen is killed', async () => {
    for (const body of [
      'while True: pass',
      'import signal\nsignal.signal(2, signal.SIG_IGN)\nprint(1)\nwhile True: pass',
    ]) {
      const events: LiveEvent[] = []
      const options = { command: 'python3', script: file('endless.py', `print("on")\n${body}\n`) }
      const live = await new Promise<StartedProcess>((resolve) => {
        const started = new StartedProcess(options, (event) => {
          events.push(event)
          if (event.kind === 'output') resolve(started)
        })
      })
      await live.stop()
      expect(events.at(-1)).toMatchObject({ kind: 'exit', good: true, message: 'stopped' })
    }
  })

  it('that is not there is said', async () => {
    const live = new StartedProcess({ command: 'python3', script: join(folder, 'none.py') }, () => {})
    expect((await live.ended).message).toBe(
      `the script ended with ${join(folder, 'none.py')}: No such file or directory`,
    )
  })
})

describe('a torch', () => {
  /** A script that imports a stand-in of this version, with as much as is looked at. */
  const importing = async (version: string): Promise<Ran> => {
    const dynamo = join(folder, 'torch', '_dynamo')
    mkdirSync(dynamo, { recursive: true })
    writeFileSync(join(folder, 'torch', '__init__.py'), `__version__ = "${version}"\nfrom . import version\n`)
    writeFileSync(join(folder, 'torch', 'version.py'), 'cuda = None\n')
    for (const name of ['__init__.py', 'convert_frame.py', 'guards.py']) writeFileSync(join(dynamo, name), '')
    try {
      return await run('import torch._dynamo.convert_frame, torch.version\nprint(torch.__version__)\n')
    } finally {
      rmSync(join(folder, 'torch'), { recursive: true })
    }
  }
  const told = ({ events }: Ran): readonly object[] =>
    events.filter((event) => event.kind === 'torch' || event.kind === 'fault')

  it('that is too old is said, and its script runs on', async () => {
    const ran = await importing('2.5.1+cpu')
    expect(told(ran)).toMatchObject([{ kind: 'torch', version: '2.5.1+cpu', standing: 'old' }])
    expect(ran).toMatchObject({ out: '2.5.1+cpu\n', good: true })
  })

  it('that is too new to be captured is said, and its script runs on', async () => {
    const ran = await importing('3.1.0')
    expect(told(ran)).toMatchObject([
      { kind: 'torch', standing: 'new' },
      { message: expect.stringMatching(/^torch 3\.1\.0 cannot be captured: AttributeError: .*CheckFunctionManager/) },
    ])
    expect(ran).toMatchObject({ out: '3.1.0\n', good: true })
  })
})

describe('a command', () => {
  it.each([
    ['is not there', 'no-such-python', 'no-such-python: there is no such command'],
    ['is empty', ' ', 'no command for Python was given'],
    ['has an open quote', 'python3 "', 'the command has an open quote: python3 "'],
  ])('that %s is said', async (_, command, message) => {
    expect(await run(null, command)).toMatchObject({ message, good: false })
  })

  it('that fails before Python starts is said with its own words', async () => {
    const command = program('docker', 'echo "No such container: c" >&2; exit 1')
    expect((await run(null, `${command} exec -i c python3`)).message).toBe(
      `${command} exec -i c python3 ended with status 1 before it answered: No such container: c`,
    )
  })

  it('through a shell on another machine brings the bridge along', async () => {
    // as ssh does it: the words joined, and read by a shell there, which says good morning first
    const ssh = program('ssh', 'shift; echo "Welcome"; exec sh -c "$*"')
    const { out, err, good } = await run('print("there")', `${ssh} box python3`)
    expect({ out, err, good }).toEqual({ out: 'there\n', err: 'Welcome\n', good: true })
    expect((await run('print("twice")', `${ssh} box ${ssh} inner python3`)).out).toBe('twice\n')
  })

  it('without torch says so in one line where torch is asked for', async () => {
    const { events, message } = await run(null)
    expect(message).toMatch(/^Python ended with status 3: .*python3\S* has no torch: No module named 'torch'$/)
    expect(events.map(({ kind }) => kind)).toEqual(['hello', 'ended', 'exit'])
  })
})
