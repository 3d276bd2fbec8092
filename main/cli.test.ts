import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { version } from '../package.json'
import { commands } from './cli/commands'
import { builtCli } from './testing/built-main'

const root = join(__dirname, '..')
const fixtures = join(root, 'fixtures')
const blob = join(fixtures, '2.13.0/gpt_2layer.guards_state')
const entry = join(fixtures, 'containers/2.13.0/DiskDynamoStore_eager__entry.pkl')
const artifacts = join(fixtures, 'containers/2.13.0/save_cache_artifacts_caching_precompile.bin')

// Each test starts several processes.
vi.setConfig({ testTimeout: 60_000 })

let folder = ''
const NAME = 'guardscope-cli-test'
let cli = ''
const scratch = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guardscope-cli-'))
  cli = await builtCli(NAME)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function guardscope(...args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  return { status, stdout, stderr }
}

/** A refusal: exit status 2, nothing on standard output, this one line on standard error. */
const refusal = (line: string): Outcome => ({ status: 2, stdout: '', stderr: `guardscope: ${line}\n` })

describe('live', () => {
  it('runs a script with options of its own, and says that there was nothing to capture', () => {
    writeFileSync(scratch('script.py'), 'import sys\nprint(sys.argv[1:])\nprint("aside", file=sys.stderr)\n')
    const nothing = `guardscope: ${scratch('script.py')} did not import torch: there was nothing to capture\n`
    const json = guardscope('live', '--json', '--python', 'python3', scratch('script.py'), 'a')
    expect(guardscope('live', scratch('script.py'), '--help', '-o', 'x', '--', '--json')).toEqual({
      status: 0,
      stdout: "['--help', '-o', 'x', '--', '--json']\n0 compiles\n",
      stderr: `aside\n${nothing}`,
    })
    // two pipes come in either order, and the one may come within a line of the other
    const pieces = ["['a']", 'aside', nothing.trim()]
    const rest = pieces.reduce((text, piece) => text.replace(piece, ''), json.stderr)
    expect([pieces.filter((piece) => !json.stderr.includes(piece)), rest]).toEqual([[], '\n\n\n'])
    expect(JSON.parse(json.stdout)).toEqual({
      torch: '',
      compiles: [],
      script: { status: 0 },
      end: { status: 0, signal: null, good: true, message: 'Python ended' },
    })
  })

  it('says in one line how a script failed, after its own words', () => {
    writeFileSync(scratch('fails.py'), 'print("on")\nraise SystemExit("no data")\n')
    expect([
      guardscope('live', scratch('fails.py')),
      guardscope('live', '--python', 'no-such-python', scratch('fails.py')),
      guardscope('live'),
    ]).toEqual([
      { status: 2, stdout: 'on\n0 compiles\n', stderr: 'no data\nguardscope: the script ended with no data\n' },
      refusal('no-such-python: there is no such command'),
      refusal('no SCRIPT given (usage: guardscope live [--python CMD] [-o DIR] SCRIPT [ARG...])'),
    ])
  })
})

describe('explain', () => {
  it('tells what a name stands for, whether of a guard, an accessor or a create_fn, and lists all', () => {
    const told = guardscope('explain', 'hasattr')
    expect([told.status, told.stdout.split('\n')[0]]).toEqual([0, 'HASATTR  (a create_fn of GuardBuilder)'])
    const printed = "FrameLocalsGuardAccessor(key='x', framelocals_idx=1)"
    expect(guardscope('explain', printed).stdout).toContain('A local of the frame by its index')
    const { help } = JSON.parse(guardscope('explain', 'ID_MATCH', '--json').stdout) as {
      help: readonly { readonly kind: string; readonly saved?: string }[]
    }
    expect(help.map(({ kind, saved }) => [kind, saved])).toEqual([
      ['create_fn', 'no'],
      ['leaf', undefined],
    ])
    const all = guardscope('explain').stdout
    for (const name of ['TENSOR_MATCH', 'LAMBDA_GUARD', 'GetAttrGuardAccessor', 'DictGuardManager'])
      expect(all).toContain(`  ${name} `)
    expect(guardscope('explain', 'DUAL')).toEqual(
      refusal('no guard, accessor or create_fn is named "DUAL": did you mean DUAL_LEVEL, DUAL_LEVEL_MATCH?'),
    )
  })
})

describe('the command line', () => {
  it('says what it can do, and its version', () => {
    const help = guardscope('--help')
    expect([help.status, help.stderr, /^ {2}guardscope tree FILE \[--locals a,b,c\]/m.test(help.stdout)]).toEqual([
      0,
      '',
      true,
    ])
    expect(guardscope('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('refuses what it does not understand in one line', () => {
    const usage = '(usage: guardscope tree FILE [--locals a,b,c] [--blob N])'
    const names = commands.map(({ name }) => name).join(', ')
    expect([
      guardscope(),
      guardscope('paint', blob),
      guardscope('tree'),
      guardscope('tree', blob, 'more'),
      guardscope('tree', '--colour', blob),
      guardscope('tree', blob, '--blob', 'two'),
    ]).toEqual([
      refusal(`no command: one of ${names} (see guardscope --help)`),
      refusal(`unknown command "paint": one of ${names} (see guardscope --help)`),
      refusal(`no FILE given ${usage}`),
      refusal(`unexpected "more" ${usage}`),
      refusal(`Unknown option '--colour' ${usage}`),
      refusal('--blob takes a whole number of at least 0, not "two"'),
    ])
  })

  it('refuses what is no file, or no file of this kind', () => {
    writeFileSync(scratch('empty'), '')
    writeFileSync(scratch('note.txt'), 'two\nlines')
    expect([
      guardscope('info', folder),
      guardscope('tree', scratch('none')),
      guardscope('info', scratch('empty')),
      guardscope('tree', scratch('note.txt')),
    ]).toEqual([
      refusal(`${folder}: is a directory, not a file`),
      refusal(`${scratch('none')}: no such file`),
      refusal(`${scratch('empty')}: the file is empty`),
      refusal(`${scratch('note.txt')}: no guards_state in it: it looks like text`),
    ])
  })

  it('names the byte where a truncated file ends', () => {
    const bytes = readFileSync(blob)
    writeFileSync(scratch('short.guards_state'), bytes.subarray(0, 1000))
    const { status, stdout, stderr } = guardscope('tree', scratch('short.guards_state'))
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^guardscope: .*short\.guards_state: .*byte \d+.*\n$/)
  })

  it('examines a file, for CI too', () => {
    const marked = join(fixtures, '2.13.0/tensor_match_mark_dynamic.guards_state')
    const broken = guardscope('doctor', join(fixtures, 'more/2.13.0/tensor_attribute.guards_state'), '--json')
    const [first] = (JSON.parse(broken.stdout) as { findings: unknown[] }).findings
    expect([broken.status, first]).toEqual([
      1,
      {
        code: 'does-not-load',
        severity: 'error',
        guard: { name: "L['x'].extra", create_fn: 'TENSOR_MATCH' },
        message:
          "torch will not load this file, at TENSOR_MATCH on L['x'].extra: AttributeError: 'FakeTensor' object has no attribute 'extra'; without this guard it is not asked for",
        repairable: true,
        repair: [{ do: 'drop-guard', name: "L['x'].extra", create_fn: 'TENSOR_MATCH' }],
      },
    ])
    expect(guardscope('doctor', marked).stdout).toMatch(
      /^warning {2}markings-lost: .*\n[^]*\n0 errors, 1 warning, \d+ notes?\n$/,
    )
    expect([guardscope('doctor', marked).status, guardscope('doctor', blob).status]).toEqual([1, 0])
    expect(guardscope('doctor', blob, '--torch', '2.14.1').stdout).toContain(
      'mended by {"do":"migrate","torch":"2.14"}',
    )
    expect(guardscope('doctor', entry).stdout).toMatch(
      /^# the file around its blobs\n[^]*\n# blob 0 .*\n[^]*\n# blob 1 /,
    )
    expect(guardscope('doctor', blob, '--torch', '1.0')).toEqual(
      refusal('--torch takes one of 2.8, 2.9, 2.10, 2.11, 2.12, 2.13, 2.14, 2.15, not "1.0"'),
    )
  })

  it('mends what it can into another file', () => {
    const path = join(fixtures, 'more/2.13.0/tensor_attribute.guards_state')
    const out = scratch('mended.guards_state')
    const { status } = guardscope('doctor', path, '--repair', '-o', out)
    const codes = (of: string): string[] => {
      const { findings } = JSON.parse(guardscope('doctor', of, '--json').stdout) as {
        findings: { code: string; severity: string }[]
      }
      return findings.filter(({ severity }) => severity === 'error').map(({ code }) => code)
    }
    expect([status, codes(path), codes(out), guardscope('doctor', path, '--repair')]).toEqual([
      0,
      ['does-not-load'],
      [],
      refusal('--repair and -o OUT go together (usage: guardscope doctor FILE --repair -o OUT)'),
    ])
  })

  it('refuses a blob that is not there', () => {
    expect([guardscope('tree', entry, '--blob', '2'), guardscope('tree', blob, '--blob', '1')]).toEqual([
      refusal(`${entry}: there is no blob 2, only blobs 0 to 1`),
      refusal(`${blob}: there is no blob 1, only blob 0`),
    ])
  })

  it('is quiet when its reader stops early', async () => {
    const child = spawn(process.execPath, [cli, 'tree', blob])
    const errors: Buffer[] = []
    child.stderr.on('data', (data: Buffer) => errors.push(data))
    child.stdout.destroy()
    const status = await new Promise((done) => child.on('close', done))
    expect([status, Buffer.concat(errors).toString()]).toEqual([0, ''])
  })
})

describe('extract', () => {
  it('writes each blob under the name of its function', () => {
    const out = scratch('blobs')
    const { status, stdout, stderr } = guardscope('extract', entry, '-o', out, '--json')
    const bytes = readFileSync(entry)
    const { files } = JSON.parse(stdout) as { files: { file: string; offset: number; length: number }[] }
    expect([status, stderr, readdirSync(out)]).toEqual([
      0,
      '',
      ['0-shape_rel-0.guards_state', '1-shape_rel-1.guards_state'],
    ])
    expect(files.map(({ file }) => readFileSync(file))).toEqual(
      files.map(({ offset, length }) => bytes.subarray(offset, offset + length)),
    )
  })

  it('replaces no file that says something else, unless told', () => {
    const out = scratch('kept')
    guardscope('extract', entry, '-o', out)
    const edited = join(out, '1-shape_rel-1.guards_state')
    writeFileSync(edited, 'edited')
    expect(guardscope('extract', entry, '-o', out)).toEqual(
      refusal(`${edited}: already exists with other content; nothing was written (--force replaces it)`),
    )
    expect([guardscope('extract', entry, '-o', out, '--force').status, readFileSync(edited).length]).toEqual([0, 4237])
  })
})

describe('info', () => {
  it('prints one JSON document, with the guards torch saved', () => {
    const { status, stdout, stderr } = guardscope('info', blob, '--json')
    const sidecar = JSON.parse(gunzipSync(readFileSync(blob.replace(/guards_state$/, 'json.gz'))).toString()) as {
      guards: { create_fn: string }[]
    }
    const types = new Map<string, number>()
    for (const { create_fn: name } of sidecar.guards) types.set(name, (types.get(name) ?? 0) + 1)
    expect([status, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'guards_state',
      blobs: [
        {
          path: '',
          offset: 0,
          length: readFileSync(blob).length,
          guards: sidecar.guards.length,
          guard_types: Object.fromEntries(types),
        },
      ],
    })
  })

  it('names the torch that wrote a container, and every blob', () => {
    const { kind, torch, blobs } = JSON.parse(guardscope('info', artifacts, '--json').stdout) as {
      kind: string
      torch: string
      blobs: { function: string }[]
    }
    expect({ kind, torch, functions: blobs.map((one) => one.function) }).toEqual({
      kind: 'cache-artifacts',
      torch: '2.13.0+cpu',
      functions: ['shape_rel', 'shape_rel', 'shape_rel', 'shape_rel', 'scalar_int', 'MLP.forward'],
    })
  })
})

describe('a container with one blob that is damaged', () => {
  it('shows the others, says what is wrong with it and where, and ends with findings', () => {
    const bytes = readFileSync(entry)
    // Inside the second guards_state, which torch says is 4237 bytes at 4894; 0xff is no opcode.
    bytes[4894 + 11] = 0xff
    const damaged = scratch('damaged.entry')
    writeFileSync(damaged, bytes)
    const { status, stdout, stderr } = guardscope('info', damaged, '--json')
    const { blobs } = JSON.parse(stdout) as { blobs: { guards?: number; error?: string }[] }
    expect([status, blobs.map((one) => [one.guards, typeof one.error])]).toEqual([
      1,
      [
        [8, 'undefined'],
        [undefined, 'string'],
      ],
    ])
    const place = `guardscope: ${damaged}: codes[0].guarded_codes[1].guards_state (the blob at byte 4894): `
    expect([stderr.startsWith(place), stderr.includes('at byte 11'), stderr.match(/\n/g)?.length]).toEqual([
      true,
      true,
      1,
    ])
    expect(guardscope('tree', damaged)).toEqual({ status: 2, stdout: '', stderr })
  })
})

describe('tree', () => {
  it('prints what torch prints for the loaded manager', () => {
    const sidecar = JSON.parse(gunzipSync(readFileSync(blob.replace(/guards_state$/, 'json.gz'))).toString()) as {
      loaded_tree: string
      frame: { co_varnames: string[]; co_freevars: string[] }
    }
    const locals = [...sidecar.frame.co_varnames, ...sidecar.frame.co_freevars].join(',')
    const { status, stdout, stderr } = guardscope('tree', blob, '--locals', locals)
    expect([status, stderr]).toEqual([0, ''])
    expect(maskIds(stdout).trimEnd()).toBe(maskIds(sidecar.loaded_tree).trimEnd())
  })

  it("uses the container's own variables, and heads each of several trees", () => {
    const { status, stdout } = guardscope('tree', entry)
    expect([
      status,
      stdout.match(/^# .*/gm),
      stdout.match(/framelocals_idx=\S+?\)/g)?.every((one) => one === 'framelocals_idx=0)'),
    ]).toEqual([
      0,
      [
        '# blob 0 of shape_rel, codes[0].guarded_codes[0].guards_state',
        '# blob 1 of shape_rel, recompilation 1, codes[0].guarded_codes[1].guards_state',
      ],
      true,
    ])
    expect(JSON.parse(guardscope('tree', entry, '--blob', '1', '--json').stdout)).toEqual({
      blobs: [
        {
          index: 1,
          path: 'codes[0].guarded_codes[1].guards_state',
          function: 'shape_rel',
          tree: stdout.slice(stdout.indexOf('\n', stdout.indexOf('# blob 1')) + 1),
        },
      ],
    })
  })
})

describe('diff', () => {
  const gt = join(fixtures, '2.13.0/shape_env_gt.guards_state')
  const matmul = join(fixtures, '2.13.0/shape_env_matmul.guards_state')
  const expressions = (path: string): readonly string[] =>
    sidecarOf(path.replace(/guards_state$/, 'json.gz')).shape_code_parts.python

  it('says what went, came and changed, a line each, and that nothing did', () => {
    const [before, after] = [expressions(gt), expressions(matmul)]
    const { status, stdout, stderr } = guardscope('diff', gt, matmul)
    const signs = (sign: string): readonly string[] =>
      [...stdout.matchAll(new RegExp(`^  [${sign}] (?=\\d+ <=|L\\['.'\\]\\.(?:size|stride)\\(\\))(.*)$`, 'gm'))].map(
        ([, t = '']) => t,
      )
    expect([status, stderr, signs('-'), signs('+')]).toEqual([
      1,
      '',
      before.filter((text) => !after.includes(text)).sort(),
      after.filter((text) => !before.includes(text)).sort(),
    ])
    expect(guardscope('diff', gt, gt)).toEqual({
      status: 0,
      stdout: `--- ${gt}\n+++ ${gt}\nno difference\n`,
      stderr: '',
    })
  })

  it('prints one JSON document with every difference', () => {
    const { status, stdout } = guardscope('diff', entry, entry, '--blob', '0', '--against-blob', '1', '--json')
    const document = JSON.parse(stdout) as { blobs: { differences: { kind: string; rows?: unknown }[] }[] }
    const changed = document.blobs.flatMap(({ differences }) => differences.filter(({ kind }) => kind === 'changed'))
    const side = (index: number): object => ({
      index,
      path: `codes[0].guarded_codes[${index}].guards_state`,
      function: 'shape_rel',
      recompilation: index,
    })
    expect([status, document, changed.map(({ rows }) => rows)]).toEqual([
      1,
      {
        a: entry,
        b: entry,
        same: false,
        blobs: [{ a: side(0), b: side(1), differences: expect.anything() as unknown }],
      },
      [[{ name: 'size', a: '[6, 3]', b: '[any, 3]' }]],
    ])
  })

  it('compares the recompilations in a container, and two containers blob by blob', () => {
    expect(guardscope('diff', entry)).toEqual({
      status: 1,
      stderr: '',
      stdout: [
        'shape_rel 0/1, where 0/0 was there  (codes[0])',
        "  refused: tensor 'L['x']' size mismatch at index 0. expected 6, actual 3",
        "  L['x'] TYPE_MATCH is new: type <class 'torch.Tensor'>",
        "  L['x'] size at 0: 6, now any",
        "  2 <= L['x'].size()[0] and L['x'].size()[0] <= 4: now asked for",
        '',
        '1 recompilation compared',
        '',
      ].join('\n'),
    })
    const both = guardscope('diff', entry, artifacts)
    expect([both.status, both.stdout.match(/^# .* only$/gm)?.length]).toEqual([1, 4])
  })

  it('refuses what it cannot pair in one line', () => {
    expect([guardscope('diff', blob), guardscope('diff', blob, entry), guardscope('diff', blob, entry, gt)]).toEqual([
      refusal(`${blob}: holds one blob: name another to compare it with (guardscope diff A B)`),
      refusal(`${entry}: holds 2 blobs: --against-blob N picks the one to compare`),
      refusal(`unexpected ${JSON.stringify(gt)} (usage: guardscope diff A B | diff FILE [--text])`),
    ])
  })
})

describe('check', () => {
  const int = join(fixtures, '2.13.0/constant_int.guards_state')
  const sidecar = join(fixtures, '2.13.0/constant_int.json.gz')

  it('says of each call whether it passes, and why not, and counts them', () => {
    const { status, stdout, stderr } = guardscope('check', int, '--scenarios', sidecar)
    expect({ status, stderr, lines: stdout.replace(/ {2,}# def .*/g, '').split('\n') }).toEqual({
      status: 1,
      stderr: '',
      lines: [
        'true     captured f_locals  (1 guards)',
        'true     5  (1 guards)',
        'false    6  (1 guards)',
        "         L['n'] == 5",
        'false    5.0  (1 guards)',
        "         L['n'] == 5",
        'false    True  (1 guards)',
        "         L['n'] == 5",
        '5 scenarios: 2 pass, 3 fail, 0 unknown',
        '',
      ],
    })
  })

  it('prints what torch answered as one JSON document', () => {
    const { status, stdout, stderr } = guardscope('check', int, '--scenarios', sidecar, '--json')
    expect({ status, stderr, document: JSON.parse(stdout) as unknown }).toEqual({
      status: 1,
      stderr: '',
      document: { results: scenariosOf(sidecar).map(({ name, loaded }) => ({ name, ...loaded })) },
    })
  })

  it('is done where every call passes, and finds where one cannot be told', () => {
    const state = join(fixtures, '2.13.0/global_state.guards_state')
    const [passes] = scenariosOf(sidecar)
    const [recorded] = scenariosOf(state.replace(/guards_state$/, 'json.gz'))
    writeFileSync(scratch('passes.json'), JSON.stringify(passes))
    writeFileSync(scratch('open.json'), JSON.stringify({ ...recorded, process: {} }))
    const open = guardscope('check', state, '--scenarios', scratch('open.json'))
    const json = guardscope('check', state, '--scenarios', scratch('open.json'), '--json').stdout
    const { results } = JSON.parse(json) as { results: unknown }
    expect([guardscope('check', int, '--scenarios', scratch('passes.json')), open, results]).toEqual([
      {
        status: 0,
        stdout: 'true     captured f_locals  (1 guards)\n1 scenario: 1 pass, 0 fail, 0 unknown\n',
        stderr: '',
      },
      {
        status: 1,
        stdout:
          'unknown  captured f_locals  (1 guards)\n' +
          '         the scenario does not give the global state\n' +
          '1 scenario: 0 pass, 0 fail, 1 unknown\n',
        stderr: '',
      },
      [
        {
          name: 'captured f_locals',
          check: 'unknown',
          verbose: { result: 'unknown', verbose_code_parts: [], num_guards_executed: 1 },
          unknown: [{ source: '', reason: 'the scenario does not give the global state' }],
        },
      ],
    ])
  })

  it('answers as the manager before saving did, which a loaded one is not like', () => {
    const marked = join(fixtures, 'as-saved/2.13.0/marked_several_ways')
    const calls = `${marked}.json.gz`
    const answers = (...options: readonly string[]) => {
      const { stdout } = guardscope('check', `${marked}.guards_state`, '--scenarios', calls, '--json', ...options)
      return JSON.parse(stdout) as unknown
    }
    const torch = scenariosOf(calls)
    expect([answers(), answers('--as-saved')]).toEqual([
      { results: torch.map(({ name, loaded }) => ({ name, ...loaded })) },
      { results: torch.map(({ name, ref }) => ({ name, ...ref })) },
    ])
  })

  it('says on which calls two blobs part, as torch answered for each', () => {
    const [newer, older] = ['2.13.0', '2.8.0'].map((torch) => join(fixtures, torch, 'global_scalar')) as [
      string,
      string,
    ]
    const against = (path: string, ...options: readonly string[]): Outcome =>
      guardscope(
        'check',
        `${newer}.guards_state`,
        '--scenarios',
        `${newer}.json.gz`,
        '--against',
        `${path}.guards_state`,
        ...options,
      )
    const { part } = JSON.parse(against(older, '--json').stdout) as { part: unknown }
    // 2.8 reads the globals it was saved with, so that a changed one passes
    const torch = scenariosOf(`${older}.json.gz`).map(({ name, loaded }) => [name, loaded?.check])
    const parting = scenariosOf(`${newer}.json.gz`).filter(
      ({ name, loaded }) => new Map(torch as [string, unknown][]).get(name) !== loaded?.check,
    )
    expect([part, parting.map(({ name }) => name)]).toEqual([['flag false'], ['flag false']])
    expect(against(newer)).toEqual({ status: 0, stdout: '3 scenarios: no difference\n', stderr: '' })
  })

  it('builds the GLOBAL_STATE guard from the state in a file', () => {
    const state = join(fixtures, '2.13.0/global_state')
    const saved = sidecarOf(`${state}.json.gz`).global_state
    writeFileSync(scratch('state.json'), JSON.stringify({ ...saved, grad_mode: false }))
    writeFileSync(scratch('empty.json'), '{}')
    const from = (name: string): Outcome =>
      guardscope('check', `${state}.guards_state`, '--scenarios', `${state}.json.gz`, '--global-state', scratch(name))
    expect([from('state.json').stdout.split('\n').slice(0, 2), from('empty.json')]).toEqual([
      ['false    captured f_locals  (1 guards)', '         GLOBAL_STATE changed: grad_mode '],
      refusal(`${scratch('empty.json')}: grad_mode: expected true or false, but it is missing`),
    ])
  })

  it('refuses scenarios that it cannot read in one line that names the place', () => {
    writeFileSync(scratch('no-scenarios'), '')
    writeFileSync(scratch('calls.txt'), 'two\nlines')
    writeFileSync(scratch('calls.json'), JSON.stringify({ scenarios: [{ name: 'a call', f_locals: { n: 6 } }] }))
    writeFileSync(
      scratch('refs.json'),
      JSON.stringify({ scenarios: [{ name: 'a call', f_locals: { n: { ref: 1 } } }] }),
    )
    const from = (name: string): Outcome => guardscope('check', int, '--scenarios', scratch(name))
    const text = from('calls.txt')
    expect([
      guardscope('check', int),
      from('none'),
      from('no-scenarios'),
      from('calls.json'),
      from('refs.json'),
    ]).toEqual([
      refusal('no --scenarios S given (usage: guardscope check FILE --scenarios S)'),
      refusal(`${scratch('none')}: no such file`),
      refusal(`${scratch('no-scenarios')}: the file is empty`),
      refusal(
        `${scratch('calls.json')}: scenarios[0].f_locals.n: expected a value: an object with its "kind", or a "ref" to one, got 6`,
      ),
      refusal(`${scratch('refs.json')}: scenario 0: f_locals.n: expected a ref to a value before it, got 1`),
    ])
    // the rest is the engine's own text
    const start = `guardscope: ${scratch('calls.txt')}: not JSON: `
    expect([text.status, text.stdout, text.stderr.startsWith(start), text.stderr.match(/\n/g)?.length]).toEqual([
      2,
      '',
      true,
      1,
    ])
  })
})

describe('edit', () => {
  const mlp = join(fixtures, '2.13.0/mlp_safe.guards_state')
  const editsFile = (edits: unknown): string => {
    writeFileSync(scratch('edits.json'), JSON.stringify(edits))
    return scratch('edits.json')
  }
  const out = (): string => scratch('out.guards_state')
  const scale = { do: 'set-value', at: "L['self'].scale", value: { kind: 'float', value: '2.5' } }

  it('writes a file with all edits applied', () => {
    const edits = editsFile([
      scale,
      { do: 'set-tensor', at: "L['x']", size: [null, 16] },
      { do: 'drop-guard', name: "L['self']._modules['drop'].training", create_fn: 'CONSTANT_MATCH' },
    ])
    const labels = [
      "L['self'].scale = 2.5",
      "L['x']: size (any, 16)",
      "drop CONSTANT_MATCH on L['self']._modules['drop'].training",
    ]
    const done = guardscope('edit', mlp, '--edits', edits, '-o', out(), '--json')
    const bytes = readFileSync(out()).length
    expect({ ...done, stdout: JSON.parse(done.stdout) as unknown }).toEqual({
      status: 0,
      stdout: { file: out(), bytes, edits: labels, guards: 64 },
      stderr: '',
    })
    const { stdout } = guardscope('tree', out())
    expect(
      ["L['self'].scale == 2.5", 'size=[None, 16]', "L['self']._modules['drop'].training"].map((text) =>
        stdout.includes(text),
      ),
    ).toEqual([true, true, false])
  })

  it('says how many guards are left of those that were', () => {
    const edits = editsFile([{ do: 'drop-guards', where: { filter: 'skip_guard_on_all_nn_modules_unsafe' } }])
    const { stdout } = guardscope('edit', mlp, '--edits', edits, '-o', out())
    // torch's Guard.source of 15 of them is no module
    expect(stdout).toBe(
      'drop the guards that skip_guard_on_all_nn_modules_unsafe skips\n' +
        `${out()}  ${readFileSync(out()).length} bytes, 15 guards of 65\n`,
    )
  })

  it('takes a text that was changed back, and names the line that cannot be read or would be refused', () => {
    const text = guardscope('text', mlp).stdout
    const edit = (changed: string): Outcome => {
      writeFileSync(scratch('changed.txt'), changed)
      return guardscope('edit', mlp, '--text', scratch('changed.txt'), '-o', out())
    }
    const lineOf = (part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1
    const changed = text.replace('size=[2, 8]', 'size=[any, 8]').replace('CONSTANT_MATCH 1.5', 'CONSTANT_MATCH 2.5')
    expect(edit(changed)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("L['x']: size (any, 8)\nL['self'].scale = 2.5\n") as unknown,
    })
    expect(guardscope('text', out()).stdout).toBe(changed)
    expect([edit(text.replace('1.5', '1.5.5')), edit(text.replace('[2, 8]', '[2, 8, 1]')), edit(text)]).toEqual([
      refusal(`${scratch('changed.txt')}:${lineOf('1.5')}:21: expected a name and =, or the end of the line, not .5`),
      refusal(
        `${scratch('changed.txt')}:${lineOf('[2, 8]')}: L['x'] would have 3 sizes and 2 strides: a rank has as many of each`,
      ),
      refusal(`${scratch('changed.txt')}: says what the blob says: nothing would be edited`),
    ])
  })

  it('applies all or none, and says which edit failed and why', () => {
    rmSync(out(), { force: true })
    const edits = editsFile([scale, { do: 'set-tensor', at: "L['x']", size: [2, 3, 4] }])
    expect(guardscope('edit', mlp, '--edits', edits, '-o', out())).toEqual(
      refusal(`${mlp}: edit 1: L['x'] would have 3 sizes and 2 strides: a rank has as many of each`),
    )
    expect(existsSync(out())).toBe(false)
  })

  it.each([
    [{ do: 'set-value' }, "edit 0: at: expected a source as torch prints it, like L['x'], but it is missing"],
    [{ do: 'paint' }, 'edit 0: do: expected what to "do", such as "set-value", "drop-guard" or "migrate", got "paint"'],
    [
      { do: 'set-value', at: "L['x']", value: { kind: 'int', value: 6 } },
      'edit 0: value.value: expected an integer in decimal, as a string, got 6',
    ],
    [
      { do: 'drop-guards', where: {} },
      'edit 0: where: expected filter, create_fn, source, file, text or guards, and nothing else, got an object',
    ],
  ])('refuses %j, which is no edit', (edit, why) => {
    expect(guardscope('edit', mlp, '--edits', editsFile([edit]), '-o', out())).toEqual(
      refusal(`${scratch('edits.json')}: ${why}`),
    )
  })

  it('edits one blob of a container in place, and keeps the original', () => {
    const copy = scratch('entry')
    writeFileSync(copy, readFileSync(entry))
    const edits = editsFile([{ do: 'strip', what: ['stacks'] }])
    expect(guardscope('edit', copy, '--edits', edits, '-o', copy).status).toBe(2)
    expect(guardscope('edit', copy, '--edits', edits, '-o', copy, '--blob', '1').status).toBe(0)
    const lengths = (path: string): number[] =>
      (JSON.parse(guardscope('info', path, '--json').stdout) as { blobs: { length: number }[] }).blobs.map(
        ({ length }) => length,
      )
    const [before, after] = [lengths(entry), lengths(copy)]
    expect(after.map((length, i) => length === before[i])).toEqual(before.map((_, i) => i !== 1))
    expect(readFileSync(`${copy}.orig`).equals(readFileSync(entry))).toBe(true)
  })
})

describe('bench', () => {
  it('prints the least and the median of so many runs', () => {
    const { status, stdout, stderr } = guardscope('bench', blob, '--runs', '2', '--json')
    const figures = JSON.parse(stdout) as Record<string, { min: number; median: number; runs: number }>
    expect([status, stderr, Object.keys(figures)]).toEqual([
      0,
      '',
      ['decode_ms', 'build_ms', 'print_ms', 'total_ms', 'edit_ms'],
    ])
    for (const { min, median, runs } of Object.values(figures))
      expect([runs, min > 0, median >= min]).toEqual([2, true, true])
  })
})

describe('profile', () => {
  const calls = join(fixtures, '2.13.0/gpt_2layer.json.gz')
  const few = ['--runs', '40', '--cold-runs', '5']

  it('prints what costs most, and how it was measured', () => {
    const { status, stdout, stderr } = guardscope('profile', blob, '--scenarios', calls, ...few, '--top', '3')
    const lines = stdout.trimEnd().split('\n')
    expect([status, stderr, lines.length]).toEqual([0, '', 9])
    expect(lines[0]).toMatch(/: captured f_locals, true; times of this engine in V8 \S+, not of torch; [\d.]+ s$/)
    expect(lines[1]).toMatch(
      /^cold {2}[\d.]+ us a check \(middle half .* over 5 runs; in pieces, 5 runs: .* ns taken off each/,
    )
    expect(lines[2]).toMatch(/^warm {2}.* over 40 runs; in pieces, 40 runs/)
    expect(lines[5]).toBe('   cold ns  with below   warm ns  with below  row')
    for (const line of lines.slice(6)) expect(line).toMatch(/^ +\d+ +\d+ +-?[\d.]+ +-?[\d.]+ {2}\S/)
  })

  it('writes the file that the name asks for, and answers in JSON', () => {
    const out = scratch('x.speedscope.json')
    const { status, stdout } = guardscope('profile', blob, ...few, '--json', '-o', out)
    const { scenario, reached, costliest } = JSON.parse(stdout) as {
      readonly scenario: string
      readonly reached: Readonly<Record<string, number>>
      readonly costliest: readonly { readonly cold_ns: number }[]
    }
    const costs = costliest.map(({ cold_ns: ns }) => ns)
    expect([status, scenario, Object.keys(reached), costs]).toEqual([
      0,
      'as saved',
      ['never', 'always', 'first'],
      [...costs].sort((a, b) => b - a),
    ])
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
      exporter: 'guardscope',
      shared: {},
      profiles: [{}, {}],
    })
  })

  it('refuses a name of no known format before it measures, and a scenario that is not there', () => {
    expect(guardscope('profile', blob, '-o', 'x.json')).toEqual(
      refusal('x.json: -o takes a name that ends in .speedscope.json or .trace.json'),
    )
    expect(guardscope('profile', blob, '--scenarios', calls, '--scenario', 'none')).toEqual(
      refusal('no scenario is called "none"'),
    )
  })

  it('loads nothing into a torch to which nobody agreed', () => {
    const marked = scratch('ran')
    const script = scratch('no-python.mjs')
    writeFileSync(script, `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(marked)}, '')\n`)
    const python = `node ${script}`
    expect(guardscope('profile', blob, ...few, '--python', python)).toEqual(
      refusal(`--python loads ${blob} into a real torch, which executes what is in it: --execute agrees to that`),
    )
    expect(existsSync(marked)).toBe(false)
    // with the word it is started, and is no Python
    const { status, stderr } = guardscope('profile', blob, ...few, '--python', python, '--execute')
    expect([status, stderr.includes('before it answered'), existsSync(marked)]).toEqual([2, true, true])
  })

  it('bench tells of each way to a frame’s locals, and what it takes over that by index', () => {
    const { status, stdout } = guardscope('bench', blob, '--locals', '--json')
    const { engine } = JSON.parse(stdout) as {
      readonly engine: {
        readonly locals: readonly { guards: number; ways: readonly { way: string; runs: number }[] }[]
      }
    }
    expect([status, engine.locals.map(({ guards }) => guards)]).toEqual([0, [1, 10, 100, 1000, 5000]])
    for (const { ways } of engine.locals)
      expect(ways.map(({ way, runs }) => [way, runs])).toEqual(
        ['index', 'name', 'dict', 'ready'].map((way) => [way, 41]),
      )
  })
})

describe('trace', () => {
  const traces = join(fixtures, 'traces')

  it('writes a page, and links it from the index of tlparse only where that is asked for', () => {
    const folder = scratch('tl_out')
    cpSync(join(traces, 'tlparse'), folder, { recursive: true })
    const [page, index] = [join(folder, 'guardscope.html'), join(folder, 'index.html')]
    const before = readFileSync(index, 'utf8')
    expect(guardscope('trace', folder, '--page', folder)).toMatchObject({
      status: 0,
      stdout: `${page}\n--link links it from ${index}\n`,
    })
    expect(readFileSync(index, 'utf8')).toBe(before)
    expect(guardscope('trace', folder, '--link')).toMatchObject({
      status: 0,
      stdout: `${page}\nlinked from ${index}\n`,
    })
    expect(readFileSync(index, 'utf8')).toContain('guardscope.html#0/1')
    const elsewhere = scratch('page.html')
    expect(guardscope('trace', folder, '--page', elsewhere, '--link')).toMatchObject(
      refusal(`${elsewhere}: --link wants a page in the folder of tlparse that is read`),
    )
    expect(existsSync(elsewhere)).toBe(false)
  })

  const demo = join(traces, 'demo')

  it('prints a compile a block, the reasons in the words of torch, what came, and what would spare it', () => {
    const { status, stdout, stderr } = guardscope('trace', demo)
    expect([status, stderr]).toEqual([0, ''])
    const block = stdout.slice(stdout.indexOf('[0/1]'), stdout.indexOf('[0/2]'))
    expect(block).toBe(
      [
        '[0/1] shape_rel (/code/demo_models.py:176): 9 guards, 75.32 us cold',
        "    0/0: tensor 'x' size mismatch at index 0. expected 6, actual 3",
        '        /code/demo_models.py:177 in shape_rel: if x.shape[0] > 4:',
        '    -> If this size varies, torch._dynamo.mark_dynamic(x, 0) before the first call, or torch.compile(dynamic=True).',
        '',
      ].join('\n'),
    )
    expect(stdout.trimEnd().split('\n').slice(-3)).toEqual([
      `${join(demo, 'torch_logs.txt.gz')}: lines of TORCH_LOGS, of the run of ${join(demo, 'torch_trace.log.gz')}`,
      `${join(demo, 'torch_trace.log.gz')}: 530 records, torch 2.13.0+cpu`,
      '15 compiles of 7 functions, 8 recompiles',
    ])
  })

  it('has what it says as JSON, and the tree of a compile as torch printed it', () => {
    const { status, stdout } = guardscope('trace', join(demo, 'torch_trace.log.gz'), '--json')
    const { compiles } = JSON.parse(stdout) as { readonly compiles: readonly Record<string, unknown>[] }
    expect([status, compiles.length, compiles[4]]).toMatchObject([
      0,
      15,
      {
        id: '1/1',
        function: 'dict_nested',
        file: '/code/demo_models.py',
        line: 83,
        guards: 12,
        guard_latency_us: 64.46,
        recompile_reasons: [expect.stringMatching(/^1\/0: d\['a'\]\['n'\] == 4 /)],
        why: [{ entry: '1/0', kind: 'value', source: "d['a']['n']", expected: '4', actual: '5' }],
      },
    ])
    const tree = guardscope('trace', demo, '--tree', '0/2')
    const printed = gunzipSync(readFileSync(join(demo, 'torch_trace.log.gz'))).toString()
    expect(tree.stdout.split('\n').slice(0, 2)).toEqual(['TREE_GUARD_MANAGER:', '+- RootGuardManager'])
    for (const line of tree.stdout.trimEnd().split('\n')) expect(printed).toContain(`\n\t${line}\n`)
  })

  it('refuses what is no log, and a compile that it has not', () => {
    expect([guardscope('trace', join(root, 'README.md')), guardscope('trace', demo, '--tree', '9/9')]).toEqual([
      refusal(`${join(root, 'README.md')}: holds no record of TORCH_TRACE and no guards of TORCH_LOGS`),
      refusal(`${demo}: 9/9: no such compile`),
    ])
  })
})

interface RecordedCall {
  readonly name: string
  readonly ref: object
  readonly loaded: { readonly check?: unknown }
}

/** The calls of a sidecar, with what torch answered. */
function scenariosOf(path: string): readonly RecordedCall[] {
  return sidecarOf(path).scenarios
}

function sidecarOf(path: string): {
  readonly scenarios: readonly RecordedCall[]
  readonly global_state: object
  readonly shape_code_parts: { readonly python: readonly string[] }
} {
  return JSON.parse(gunzipSync(readFileSync(path)).toString()) as ReturnType<typeof sidecarOf>
}

/** Ids and addresses belong to the process that printed them. */
function maskIds(text: string): string {
  return text.replace(/0x[0-9a-f]+/g, '#').replace(/\b\d{9,}\b/g, '#')
}
