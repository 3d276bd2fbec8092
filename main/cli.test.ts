import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { version } from '../package.json'

const root = join(__dirname, '..')
const fixtures = join(root, 'fixtures')
const blob = join(fixtures, '2.13.0/gpt_2layer.guards_state')
const entry = join(fixtures, 'containers/2.13.0/DiskDynamoStore_eager__entry.pkl')
const artifacts = join(fixtures, 'containers/2.13.0/save_cache_artifacts_caching_precompile.bin')

// Each test starts several processes.
vi.setConfig({ testTimeout: 60_000 })

let folder = ''
// Below the project, where the built program finds its resources.
const built = join(root, 'node_modules/.cache/guardscope-cli-test')
const scratch = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guardscope-cli-'))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: built,
      emptyOutDir: true,
      rollupOptions: {
        input: join(root, 'main/cli.ts'),
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  })
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function guardscope(...args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(built, 'cli.cjs'), ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  return { status, stdout, stderr }
}

/** A refusal: exit status 2, nothing on standard output, this one line on standard error. */
const refusal = (line: string): Outcome => ({ status: 2, stdout: '', stderr: `guardscope: ${line}\n` })

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
    expect([
      guardscope(),
      guardscope('paint', blob),
      guardscope('tree'),
      guardscope('tree', blob, 'more'),
      guardscope('tree', '--colour', blob),
      guardscope('tree', blob, '--blob', 'two'),
    ]).toEqual([
      refusal('no command: one of info, tree, check, doctor, bench, extract (see guardscope --help)'),
      refusal('unknown command "paint": one of info, tree, check, doctor, bench, extract (see guardscope --help)'),
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
    expect(guardscope('doctor', entry).stdout).toMatch(/^# blob 0 .*\n[^]*\n# blob 1 /)
    expect(guardscope('doctor', blob, '--torch', '1.0')).toEqual(
      refusal('--torch takes one of 2.8, 2.9, 2.10, 2.11, 2.12, 2.13, 2.14, not "1.0"'),
    )
  })

  it('refuses a blob that is not there', () => {
    expect([guardscope('tree', entry, '--blob', '2'), guardscope('tree', blob, '--blob', '1')]).toEqual([
      refusal(`${entry}: there is no blob 2, only blobs 0 to 1`),
      refusal(`${blob}: there is no blob 1, only blob 0`),
    ])
  })

  it('is quiet when its reader stops early', async () => {
    const child = spawn(process.execPath, [join(built, 'cli.cjs'), 'tree', blob])
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

describe('bench', () => {
  it('prints the least and the median of so many runs', () => {
    const { status, stdout, stderr } = guardscope('bench', blob, '--runs', '2', '--json')
    const figures = JSON.parse(stdout) as Record<string, { min: number; median: number; runs: number }>
    expect([status, stderr, Object.keys(figures)]).toEqual([0, '', ['decode_ms', 'build_ms', 'print_ms', 'total_ms']])
    for (const { min, median, runs } of Object.values(figures))
      expect([runs, min > 0, median >= min]).toEqual([2, true, true])
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

function sidecarOf(path: string): { readonly scenarios: readonly RecordedCall[]; readonly global_state: object } {
  return JSON.parse(gunzipSync(readFileSync(path)).toString()) as ReturnType<typeof sidecarOf>
}

/** Ids and addresses belong to the process that printed them. */
function maskIds(text: string): string {
  return text.replace(/0x[0-9a-f]+/g, '#').replace(/\b\d{9,}\b/g, '#')
}
