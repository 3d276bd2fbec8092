import { describe, expect, it } from 'vitest'
import { openDocument } from './document'
import { corpus, VERSIONS } from './testing/corpus'
import type { Edit } from '../../shared/edit'
import { type DocumentText, documentText } from '../engine/text/document-text'
import { editsOf } from '../engine/text/edits-of'
import { changesOf, withChanges } from './testing/text-changes'

const documents = new Map(
  VERSIONS.flatMap((version) =>
    corpus(version).map(({ name, bytes }) => [`${version} ${name}`, documentText(openDocument(bytes).tree(0))]),
  ),
)
const documentOf = (name: string): DocumentText => {
  const found = documents.get(`2.13.0 ${name}`)
  if (found === undefined) throw new Error(`no fixture ${name}`)
  return found
}
const meant = (document: DocumentText, text: string): readonly Edit[] => {
  const { edits, problems } = editsOf(document, text)
  if (problems.length > 0) throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join('; '))
  return edits.map(({ edit }) => edit)
}
const withLine = ({ text }: DocumentText, at: number, to: string | null): string =>
  text
    .split('\n')
    .flatMap((line, i) => (i !== at ? [line] : to === null ? [] : [to]))
    .join('\n')
/** Of a blob with many lines not every one is tried. */
const sampled = <T>(list: readonly T[]): readonly T[] => {
  const step = Math.ceil(list.length / 25)
  return list.filter((_, i) => i % step === 0)
}

describe('the document of each fixture', () => {
  it('should mean no edit as it stands, with other line ends, and with its blocks the other way round', () => {
    for (const document of documents.values()) {
      const turned = document.text.trim().split('\n\n').reverse().join('\n\n')
      for (const text of [document.text, document.text.replaceAll('\n', '\r\n'), `${document.text}\n`, turned])
        expect(editsOf(document, text)).toEqual({ edits: [], problems: [] })
    }
  })

  it('should mean exactly the one edit where one line says otherwise or is taken out', () => {
    const tried = new Map<string, number>()
    for (const document of documents.values()) {
      const changes = sampled(changesOf(document))
      expect(changes.map((change) => meant(document, withChanges(document, [change])))).toEqual(
        changes.map(({ edit }) => [edit]),
      )
      for (const { edit } of changes) tried.set(edit.do, (tried.get(edit.do) ?? 0) + 1)
    }
    expect(
      [...tried]
        .filter(([, n]) => n >= 8)
        .map(([kind]) => kind)
        .sort(),
    ).toEqual(['drop-guard', 'set-global-state', 'set-keyword', 'set-tensor', 'set-text', 'set-value', 'weaken'])
  }, 30_000)
})

describe('a line that cannot be read', () => {
  const document = documentOf('dict_contains')
  const problems = (from: string | RegExp, to: string, of = document): readonly string[] =>
    editsOf(of, of.text.replace(from, to)).problems.map(
      ({ line, column, endColumn, message }) => `${line}:${column}-${endColumn} ${message}`,
    )

  it('should be named with its columns, and no guard of it be dropped', () => {
    const tensor = documentOf('tensor_match_basic')
    const at = (of: DocumentText, text: string): number =>
      of.text.split('\n').findIndex((line) => line.includes(text)) + 1
    const d = at(document, "DICT_CONTAINS key='k'")
    const t = at(tensor, 'TENSOR_MATCH')
    expect(problems("DICT_CONTAINS key='k'", "DICT_CONTAINZ key='k'")).toEqual([
      `${d}:3-16 torch 2.13 has no guard kind DICT_CONTAINZ`,
    ])
    expect(problems("key='k'", 'key=open(1)')).toEqual([`${d}:21-25 expected a Python literal, not open`])
    expect(problems("key='k'", "key='k")).toEqual([`${d}:21-23 a string without its end`])
    expect(problems("DICT_CONTAINS key='k'", 'DICT_CONTAINS')).toEqual([`${d}:3-16 key is missing: it was 'k'`])
    expect(problems("L['d']", "L['e']")).toEqual([`${d - 1}:1-7 the file knows no source L['e']`])
    expect(problems("L['d']", '"L')).toEqual([
      `${d - 1}:1-3 a name in double quotes is written as JSON writes a string`,
    ])
    expect(problems('# guards_state of torch 2.13', '# guards_state of torch 2.14')).toEqual([
      expect.stringMatching(/^1:1-\d+ this line tells of the file: it cannot be changed$/),
    ])
    expect(problems('grad_mode = true', 'grad_mode = True')).toEqual([
      `${at(document, 'grad_mode')}:15-19 grad_mode: expected JSON, like true, 6 or [1, 2]`,
    ])
    expect(problems('  grad_mode = true\n', '')).toEqual([
      '4:1-13 grad_mode is missing: a process that loads a state without it aborts',
    ])
    expect(problems(/size=\[[^\]]*\]/, 'size=[x]', tensor)).toEqual([
      expect.stringMatching(new RegExp(`^${t}:\\d+-\\d+ size: expected whole numbers or any in brackets`)),
    ])
    expect(problems('dtype=torch.float32 ', '', tensor)).toEqual([
      expect.stringMatching(/dtype is missing: it was torch.float32$/),
    ])
    for (const text of ["DICT_CONTAINZ key='k'", 'DICT_CONTAINS key='])
      expect(editsOf(document, document.text.replace("DICT_CONTAINS key='k'", text)).edits).toEqual([])
  })

  it('should leave what other lines mean as it is', () => {
    const text = document.text
      .replace("DICT_CONTAINS key='k'", 'DICT_CONTAINS key=')
      .replace("key='missing'", "key='other'")
      .replace('num_threads = 2', 'num_threads = 8')
    expect(editsOf(document, text).edits.map(({ edit }) => edit.do)).toEqual(['set-global-state', 'set-keyword'])
  })

  it('should be one that changes what follows from the rest', () => {
    const builtin = documentOf('builtin_match')
    expect(problems('# is <built-in function len>', '# is <built-in function max>', builtin)).toEqual([
      expect.stringMatching(/what stands behind # follows from the rest: it cannot be changed$/),
    ])
    expect(problems('TYPE_MATCH builtins.range', 'TYPE_MATCH builtins.list', documentOf('constant_range'))).toEqual([
      expect.stringMatching(/the class follows from the value: it cannot be set by itself$/),
    ])
  })
})

describe('a source whose name is no plain line', () => {
  const name = 'scale'
  it.each(['sca\nl', 's\'#"e', 's # e', ' #sc ', '\u202ele', '\\n\u00e9a', '\u2028le', '\t\r\u0000\u007fx'])(
    'should come back as it is: %j',
    (odd) => {
      const { bytes } = corpus('2.13.0').find((one) => one.name === 'mlp_safe') ?? { bytes: new Uint8Array() }
      expect(Buffer.byteLength(odd)).toBe(name.length)
      const renamed = Buffer.from(bytes).toString('latin1')
      const changed = renamed.replaceAll(`\u0005${name}`, `\u0005${Buffer.from(odd).toString('latin1')}`)
      const document = documentText(openDocument(new Uint8Array(Buffer.from(changed, 'latin1'))).tree(0))
      const block = document.blocks.find(({ lines }) => lines.includes('  CONSTANT_MATCH 1.5'))
      const at = (block?.start ?? 0) + 1
      expect(editsOf(document, document.text)).toEqual({ edits: [], problems: [] })
      expect(meant(document, withLine(document, at, '  CONSTANT_MATCH 2.5'))).toEqual([
        { do: 'set-value', at: block?.name, value: { kind: 'float', value: '2.5' } },
      ])
      expect(meant(document, withLine(document, at, null))).toEqual([
        { do: 'drop-guard', name: block?.name, create_fn: 'CONSTANT_MATCH' },
      ])
    },
  )
})

describe('a guard that was written', () => {
  it('should be added, and want what its line says', () => {
    const document = documentOf('constant_int')
    const added = (lines: string): readonly Edit[] =>
      meant(document, document.text.replace("L['n']\n", `L['n']\n${lines}`))
    expect(added('  TYPE_MATCH\n')).toEqual([{ do: 'add-guard', name: "L['n']", create_fn: 'TYPE_MATCH' }])
    expect(added('\tEQUALS_MATCH 0x10  # mine\n')).toEqual([
      { do: 'add-guard', name: "L['n']", create_fn: 'EQUALS_MATCH' },
      { do: 'set-value', at: "L['n']", value: { kind: 'int', value: '16' } },
    ])
    expect(meant(document, `${document.text}\nL['x']\n  HASATTR attr='grad'\n`)).toEqual([
      { do: 'add-guard', name: "L['x']", create_fn: 'HASATTR', keywords: { attr: { kind: 'str', value: 'grad' } } },
    ])
  })

  it('should be dropped where its line is made a comment', () => {
    const document = documentOf('constant_int')
    expect(meant(document, document.text.replace('  CONSTANT_MATCH', '  # CONSTANT_MATCH'))).toEqual([
      { do: 'drop-guard', name: "L['n']", create_fn: 'CONSTANT_MATCH' },
    ])
  })
})
