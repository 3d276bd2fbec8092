import { describe, expect, it, vi } from 'vitest'
import type { EditPreview } from '../../shared/preview'
import type { Json } from '../../shared/replay'
import { EditRefused } from '../engine/edit/refused'
import { encodePickle } from '../pickle/encode'
import { type GuardDocument, openDocument } from './document'
import { EditedFile } from './edit-file'
import { EditSession } from './edit-session'
import { EditPreviews } from './preview-edits'
import { replayerOf } from './replay'
import { corpus, type CorpusCase } from './testing/corpus'
import { editsOf } from './testing/random-edits'

const cases = corpus('2.13.0')
const OPTIONS = { guardState: null }

const caseNamed = (name: string): CorpusCase => {
  const found = cases.find((fixture) => fixture.name === name)
  if (found === undefined) throw new Error(`no fixture ${name}`)
  return found
}
const textsOf = ({ sidecar }: CorpusCase): string[] => (sidecar.scenarios ?? []).map((json) => JSON.stringify(json))

function preview(name: string, edits: readonly Json[], texts?: readonly string[]): EditPreview {
  const fixture = caseNamed(name)
  return new EditPreviews(openDocument(fixture.bytes)).preview(0, edits, texts ?? textsOf(fixture), OPTIONS)
}

// A blob is read anew with every edit
vi.setConfig({ testTimeout: 60_000 })

describe('a preview of edits', () => {
  it('says which scenarios answer otherwise, and the guard part that fails or failed', () => {
    const answer = preview('constant_int', [{ do: 'set-value', at: "L['n']", value: { kind: 'int', value: '6' } }])
    if (answer.kind !== 'replayed') throw new Error(JSON.stringify(answer))
    const told = answer.rows.filter(({ before, after }) => before !== after)
    expect(told.map(({ name, before, after, part }) => [name, before, after, part.replace(/ {2,}#.*/s, '')])).toEqual([
      ['captured f_locals', 'true', 'false', "L['n'] == 6"],
      ['5', 'true', 'false', "L['n'] == 6"],
      ['6', 'false', 'true', "L['n'] == 5"],
    ])
  })

  it('asks the call that was saved where no scenario is given', () => {
    expect(preview('constant_int', [{ do: 'drop-guard', name: "L['n']", create_fn: 'CONSTANT_MATCH' }], [])).toEqual({
      kind: 'replayed',
      rows: [{ name: 'as saved', error: null, before: 'true', after: 'true', part: '' }],
    })
  })

  it('gives the reason where the edits would be refused', () => {
    const answers = [
      preview('constant_int', [{ do: 'set-value', at: "L['m']", value: { kind: 'none' } }]),
      preview('constant_int', [{ do: 'set-valu' }]),
    ]
    expect(answers.map((answer) => (answer.kind === 'refused' ? answer.reason : answer))).toEqual([
      "no guard of the file looks at L['m']",
      expect.stringContaining('do: '),
    ])
  })

  it('has a row for a scenario that cannot be read', () => {
    const answer = preview('constant_int', [{ do: 'strip', what: ['stacks'] }], ['{', '{"name": "x"}'])
    expect(answer).toMatchObject({
      kind: 'replayed',
      rows: [
        { name: 'scenario 0', error: expect.stringContaining('not JSON'), before: null, after: null },
        { name: 'scenario 1', error: expect.stringContaining('f_locals'), before: null, after: null },
      ],
    })
  })

  it('is of the blob as it stands, whatever was asked before', () => {
    const fixture = caseNamed('constant_int')
    const document = openDocument(fixture.bytes)
    const [previews, session] = [new EditPreviews(document), new EditSession(document, fixture.bytes)]
    const set = (n: number): Json[] => [{ do: 'set-value', at: "L['n']", value: { kind: 'int', value: String(n) } }]
    const call = [own(document)]
    const asked = (n: number): unknown => {
      const answer = previews.preview(0, set(n), call, OPTIONS)
      return answer.kind === 'replayed' ? answer.rows.map(({ before, after }) => `${before} ${after}`) : answer
    }
    const first = [asked(6), asked(5), asked(6), asked(6)]
    session.edit(0, set(6), '')
    const second = [asked(6), asked(5)]
    session.jump(0, 0)
    expect([first, second, asked(6)]).toEqual([
      [['true false'], ['true true'], ['true false'], ['true false']],
      [['false false'], ['false true']],
      ['true false'],
    ])
  })

  it('answers as the edited file does, and leaves the document as it was', () => {
    const unlike: string[] = []
    let compared = 0
    for (const [i, fixture] of cases.entries()) {
      if (fixture.bytes.length > 40_000 || fixture.sidecar.status !== 'ok') continue
      const document = openDocument(fixture.bytes)
      const previews = new EditPreviews(document)
      const session = new EditSession(document, fixture.bytes)
      const texts = textsOf(fixture).slice(0, 4)
      const all = editsOf(new EditedFile(fixture.bytes).blob(0).graph)
      const now = (): unknown[] =>
        texts.map((text) => [nameOf(text), replayerOf(document, 0).replayAll([text], OPTIONS)[0]?.check])
      const before = now()
      for (const edit of all.filter((_, j) => (i + j) % Math.ceil(all.length / 2) === 0)) {
        const answer = previews.preview(0, [edit as Json], texts, OPTIONS)
        const after = edited(fixture.bytes, edit as Json, texts)
        const told =
          answer.kind === 'replayed' ? answer.rows.map(({ name, after: check }) => [name, check]) : answer.kind
        if (JSON.stringify(told) !== JSON.stringify(after)) unlike.push(`${fixture.name} ${JSON.stringify(edit)}`)
        compared++
      }
      const { pickle } = document.graph(0)
      const isSame = Buffer.from(encodePickle(pickle)).equals(Buffer.from(new EditedFile(fixture.bytes).encode()))
      if (!isSame || session.hasEdits || JSON.stringify(now()) !== JSON.stringify(before))
        unlike.push(`${fixture.name}: the document is another`)
    }
    expect(unlike).toEqual([])
    expect(compared).toBeGreaterThan(100)
  })
})

const own = (document: GuardDocument): string => replayerOf(document, 0).own()
const nameOf = (text: string): string => (JSON.parse(text) as { name: string }).name

/** The answers of the file with the edit written into it. */
function edited(bytes: Uint8Array, edit: Json, texts: readonly string[]): unknown {
  const file = new EditedFile(bytes)
  try {
    file.blob(0).apply([edit as never])
  } catch (error) {
    if (error instanceof EditRefused) return 'refused'
    throw error
  }
  return replayerOf(openDocument(file.encode()), 0)
    .replayAll(texts, OPTIONS)
    .map(({ name, check }) => [name, check])
}
