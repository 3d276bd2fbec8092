import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ValueJson } from '../../shared/scenario'
import { ScenarioReader } from '../engine/check/scenario/reader'
import { readLiteral } from '../engine/literal'
import { type GuardDocument, openDocument } from './document'
import { answerPreview } from './preview'
import { corpus } from './testing/corpus'

const documentOf = (name: string): GuardDocument => {
  const fixture = corpus('2.13.0').find((each) => each.name === name)
  if (fixture === undefined) throw new Error(`no fixture ${name}`)
  return openDocument(fixture.bytes)
}
const withCpp = (): GuardDocument =>
  openDocument(new Uint8Array(readFileSync(new URL('../doctor/testdata/shape_cpp.guards_state', import.meta.url))))

describe('shape expressions as they are typed', () => {
  const problems = (document: GuardDocument, exprs: readonly string[]) =>
    answerPreview(document, { question: 'parseExpressions', blob: 0, exprs })

  it('are wrong where they cannot be read, and doubtful where torch would load them and fail or run what is not known here', () => {
    const lines = [
      "5 <= L['x'].size()[0]",
      "5 <= L['x'].size()[0",
      "L['x'].size()[0] === 3",
      '',
      'n > 2',
      'f(2) > 1',
      "L['x'].size()[0] > 1 and L['q'] == 2",
      "G['gone'] == 2",
      'lambda: 1',
    ]
    expect(problems(documentOf('shape_env_gt'), lines)).toEqual([
      null,
      { column: 21, message: 'the expression ends too early', severity: 'error' },
      { column: 20, message: 'a named argument or an assignment is not evaluated', severity: 'error' },
      { column: 1, message: 'the expression ends too early', severity: 'error' },
      { column: 1, message: 'the name n is not known', severity: 'warning' },
      { column: 1, message: 'a call of f is not evaluated', severity: 'warning' },
      { column: 26, message: "L['q'] is not in the file", severity: 'warning' },
      { column: 1, message: "G['gone'] is not in the file", severity: 'warning' },
      { column: 1, message: expect.any(String), severity: 'error' },
    ])
  })

  it('of a file with a C++ guard are doubtful where that cannot say them', () => {
    const document = withCpp()
    const held = document.tree(0).builder.state.shapeCodeParts?.python ?? []
    const [size = ''] = held.flatMap((expr) => /L\['\w+'\]\.size\(\)\[\d\]/.exec(expr) ?? [])
    expect(held.length).toBeGreaterThan(0)
    expect(problems(document, [...held, `3 * ${size} - 1 <= 40`, `Mod(${size}, 2) == 0`])).toEqual([
      ...held.map(() => null),
      null,
      { column: 1, message: expect.stringContaining('the C++ guard'), severity: 'warning' },
    ])
  })
})

describe('what a guard compares with', () => {
  it('is told as a literal, which means the same value', () => {
    const kinds = new Set<string>()
    const unlike: string[] = []
    for (const { name, bytes, sidecar } of corpus('2.13.0')) {
      if (sidecar.status !== 'ok') continue
      const document = openDocument(bytes)
      const { builder } = document.tree(0)
      for (const [node, each] of document.nodes(0).entries()) {
        if (!('leaf' in each) || each.leaf.expected.kind !== 'equals') continue
        const { value } = each.leaf.expected
        const literal = answerPreview(document, { question: 'literalAt', blob: 0, node }) as string | null
        kinds.add(value.kind)
        const read = readLiteral(literal ?? '')
        const again = read.ok ? new ScenarioReader(builder.classes).value(read.value as ValueJson, '') : null
        if (again === null || builder.repr(again) !== builder.repr(value)) unlike.push(`${name}: ${literal}`)
      }
    }
    expect(unlike).toEqual([])
    expect([...kinds].sort()).toEqual(['bool', 'constant', 'device', 'float', 'int', 'sequence', 'set', 'str'])
  })
})
