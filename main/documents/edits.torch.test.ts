import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Edit } from '../../shared/edit'
import { buildGuardTree } from '../engine/build'
import { EditableGraph } from '../engine/edit/graph'
import { EditRefused } from '../engine/edit/refused'
import { printTree } from '../engine/print'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import { readGuardsState } from '../state/read-state'
import { EditedFile } from './edit-file'
import { saveFile } from './save'
import { factsFor } from './tables'
import { compareScenarios, type Recorded } from './testing/agreement'
import { JUDGED } from './testing/judged-edits'

interface Made {
  readonly torch: string
  readonly cases: readonly { readonly name: string; readonly locals: readonly string[] }[]
}
interface Answers {
  readonly globalState: unknown
  readonly torchFolder: string
  readonly answers: readonly {
    readonly error: string | null
    readonly tree: string
    readonly calls: readonly Recorded[]
  }[]
}

const script = fileURLToPath(new URL('testing/edit_judge.py', import.meta.url))
const own = process.env['GUARDSCOPE_TORCH_PYTHON'] ?? 'python3'
// Pythons with other versions of torch, as a list of paths
const others = (process.env['GUARDSCOPE_TORCH_PYTHONS'] ?? '').split(delimiter).filter((path) => path !== '')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guardscope-judge-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const python = (executable: string, mode: string, where: string): void => {
  execFileSync(executable, [script, mode, where], { stdio: ['ignore', 'ignore', 'inherit'] })
}
const read = (where: string, name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(where, `${name}.guards_state`)))

interface Asked {
  readonly case: string
  readonly bytes: Uint8Array
  readonly label: string
  readonly passes: readonly string[]
}

/** What torch answers for edited blobs, and where it, or this checker, answers otherwise than it should. */
function judge(executable: string, where: string, made: Made, asked: readonly Asked[]): string[] {
  asked.forEach(({ bytes }, i) => writeFileSync(join(where, `edited-${i}.guards_state`), bytes))
  writeFileSync(
    join(where, 'asked.json'),
    JSON.stringify(asked.map((one, i) => ({ case: one.case, file: `edited-${i}.guards_state` }))),
  )
  python(executable, 'judge', where)
  const { answers, globalState, torchFolder } = JSON.parse(readFileSync(join(where, 'answers.json'), 'utf8')) as Answers
  return asked.flatMap(({ case: name, bytes, label, passes }, i) => {
    const answer = answers[i]
    if (answer === undefined || answer.error !== null) return [`${name}: ${label}: not loaded: ${answer?.error ?? ''}`]
    const locals = made.cases.find((one) => one.name === name)?.locals ?? []
    const state = readGuardsState(decodePickle(bytes))
    const tree = buildGuardTree(state, factsFor(state.version), { locals, torchFolder })
    const passed = answer.calls.filter((call) => call.loaded?.check === true).map((call) => call.name)
    const wrong: string[] = []
    if (passed.join() !== passes.join()) wrong.push(`torch passes ${passed.join(', ')}, not ${passes.join(', ')}`)
    if (printTree(tree, tree.builder.dialect) !== answer.tree) wrong.push('another tree')
    for (const compared of compareScenarios(bytes, answer.calls, locals, { globalState, env: 'none' }, { torchFolder })
      .answers) {
      const { difference } = compared
      if (difference !== null)
        wrong.push(`${compared.scenario}: ${difference.what}: torch ${difference.torch}, here ${difference.ours}`)
    }
    return wrong.map((what) => `${name}: ${label}: ${what}`)
  })
}

/** `2.9.1` than `2.10`. */
function isOlder(torch: string, than: string): boolean {
  const minor = (version: string): number => Number(version.split('.')[1])
  return minor(torch) < minor(than)
}

function edited(bytes: Uint8Array, edits: Parameters<EditableGraph['apply']>[0]): Uint8Array {
  const graph = new EditableGraph(decodePickle(bytes), factsFor)
  graph.apply(edits)
  return encodePickle(graph.pickle)
}

const folderOf = new Map<string, string>()
/** What a torch makes of the cases, once. */
function madeBy(executable: string): { readonly where: string; readonly made: Made } {
  let where = folderOf.get(executable)
  if (where === undefined) {
    where = mkdtempSync(join(folder, 'made-'))
    folderOf.set(executable, where)
    python(executable, 'make', where)
  }
  return { where, made: JSON.parse(readFileSync(join(where, 'cases.json'), 'utf8')) as Made }
}

describe.each([own, ...others])('edits judged by the torch of %s', (executable) => {
  it('are enforced, and answered here as torch answers them', () => {
    const { where, made } = madeBy(executable)
    const asked: Asked[] = []
    const refused: string[] = []
    for (const { case: name, edits, passes, since } of JUDGED) {
      if (since !== undefined && isOlder(made.torch, since)) continue
      const label = JSON.stringify(edits)
      try {
        asked.push({ case: name, bytes: edited(read(where, name), edits), label, passes })
      } catch (error) {
        if (!(error instanceof EditRefused)) throw error
        refused.push(`${name}: ${label}: refused: ${error.message}`)
      }
    }
    expect([...refused, ...judge(executable, where, made, asked)]).toEqual([])
    console.log(`torch ${made.torch}: ${asked.length} edited blobs judged`)
  })

  it.each([own, ...others].filter((other) => other !== executable))(
    'load where %s made them, once they are migrated, and answer as before',
    (maker) => {
      const { where, made } = madeBy(maker)
      const { torch } = madeBy(executable).made
      const [from, to] = [made.torch, torch].map((version) => version.split('.').slice(0, 2).join('.'))
      if (to === undefined || !WAYS.has(`${from} to ${to}`)) return
      const passes = new Map(JUDGED.filter((one) => one.edits.length === 0).map((one) => [one.case, one.passes]))
      const asked = made.cases.map(({ name }) => ({
        case: name,
        bytes: edited(read(where, name), [{ do: 'migrate', torch: to }]),
        label: `${from} to ${to}`,
        passes: passes.get(name) ?? [],
      }))
      expect(judge(executable, where, made, asked)).toEqual([])
      console.log(`${from} to ${to}: ${asked.length} migrated blobs judged`)
    },
  )
})

it('edits of a blob in an aot_compile file count when torch loads the file', () => {
  const where = mkdtempSync(join(folder, 'contained-'))
  python(own, 'contain', where)
  const bytes = new Uint8Array(readFileSync(join(where, 'rows.aot')))
  const served = (edits: readonly Edit[]): unknown => {
    const file = new EditedFile(bytes)
    if (edits.length > 0) file.blob(0).apply(edits)
    saveFile(join(where, 'edited.aot'), file.encode())
    python(own, 'serve', where)
    return JSON.parse(readFileSync(join(where, 'served.json'), 'utf8'))
  }
  expect(served([])).toEqual(['10'])
  expect(served([{ do: 'set-tensor', at: "L['x']", size: [null, 3] }])).toEqual(['10', '8', '5', '4', '3', '2', '1'])
  expect(served([{ do: 'set-tensor', at: "L['x']", size: [8, 3] }])).toEqual(['8'])
})

const WAYS = new Set(['2.10 to 2.13', '2.10 to 2.14', '2.13 to 2.14', '2.14 to 2.13', '2.14 to 2.15', '2.15 to 2.14'])
