/** A function that torch compiled five times, and what TORCH_LOGS=recompiles said each time. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { whyRecompiled } from '../diff/recompiled'
import { openDocument } from './document'

const RECORDED = new URL('./recorded/', import.meta.url)

/** For each recompilation: which one before it, and why that refused the call. */
type Reasons = readonly (readonly (readonly [number, string])[])[]

const read = (name: string): Buffer => readFileSync(new URL(name, RECORDED))
const withoutScope = (part: string): string => part.replace(/ +# .*$/, '').replace(/L\['(\w+)'\]/g, '$1')

for (const version of ['2.10.0', '2.13.0', '2.14.1']) {
  test(`each recompilation is refused for torch ${version}'s own reason, wherever the file holds it`, () => {
    const document = openDocument(new Uint8Array(read(`recompiled-${version}.entry`)))
    const reasons = JSON.parse(read(`recompiled-${version}.json`).toString()) as Reasons
    const found = whyRecompiled(document.info.blobs.map(({ index }) => document.tree(index)))
    const wanted = reasons.flatMap((each, i) => each.map(([before, why]) => ({ of: i + 1, before, why })))
    expect(found.map(({ of, before, check }) => [of, before, check])).toEqual(
      wanted.map(({ of, before }) => [of, before, false]),
    )
    // n is not guarded any more from 0/2 on, so that its value is not in the file
    const told = found.map(({ refused, unknown }) => (unknown.length > 0 ? unknown : refused.map(withoutScope)))
    expect(told).toEqual(wanted.map(({ of, before, why }) => (of >= 2 && before < 2 ? ["L['n']"] : [why])))
  })
}

test('it says in short what each wants otherwise than the one before', () => {
  const document = openDocument(new Uint8Array(read('recompiled-2.13.0.entry')))
  const found = whyRecompiled(document.info.blobs.map(({ index }) => document.tree(index)))
  expect(found.flatMap(({ of, before, sentences }) => (of === before + 1 ? [sentences] : []))).toEqual([
    ["L['n'] EQUALS_MATCH (CONSTANT_MATCH) is gone: equals 2", "L['n'] TYPE_MATCH is new: type <class 'int'>"],
    [
      "L['n'] TYPE_MATCH is gone: type <class 'int'>",
      "L['x'] TYPE_MATCH is new: type <class 'torch.Tensor'>",
      "L['options']['scale'] class: TRUE_MATCH, now FALSE_MATCH",
      "L['options']['scale'] equals: True, now False",
      "L['x'] size at 0: 4, now any",
      "2 <= L['x'].size()[0]: now asked for",
    ],
    ["L['x'] dtype: torch.float32, now torch.float64"],
    ["L['x'] dtype: torch.float64, now torch.float32", "L['x'] requires_grad: False, now True"],
  ])
})
