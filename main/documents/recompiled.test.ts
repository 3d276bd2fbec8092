/** A function that torch compiled five times, and what TORCH_LOGS=recompiles said each time. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { whyRecompiled } from '../diff/recompiled'
import { openDocument } from './document'
import { recompilationsOf } from './recompilations'

const RECORDED = new URL('./recorded/', import.meta.url)

/** For each recompilation: which one before it, and why that refused the call. */
type Reasons = readonly (readonly (readonly [number, string])[])[]

const read = (name: string): Buffer => readFileSync(new URL(name, RECORDED))
const withoutScope = (part: string): string => part.replace(/ +# .*$/, '').replace(/L\['(\w+)'\]/g, '$1')

for (const version of ['2.10.0', '2.13.0', '2.14.1', '2.15.0']) {
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

test('the window is told each refusal with the guard that refused, and where that stands', () => {
  const document = openDocument(new Uint8Array(read('recompiled-2.13.0.entry')))
  const { compilations, recompiled } = recompilationsOf(document, 2)
  const told = recompiled.map(({ of, refusals }) =>
    refusals.map(({ before, guard, source, node, explained }) => {
      const drawn = document.nodes(before.blob)[node ?? -1]
      return [
        `${of.number} ${before.number}`,
        `${guard} ${source}`,
        drawn !== undefined && 'leaf' in drawn && `${drawn.leaf.cls} ${drawn.manager.source}`,
        ...explained
          .filter(({ same }) => same === false)
          .map(({ name, expected, actual }) => `${name}: ${expected}, ${actual}`),
      ]
    }),
  )
  const tensor = "TENSOR_MATCH L['x']"
  const [n, size] = ["EQUALS_MATCH L['n']", 'size: [4, 3], [5, 3]']
  const double = 'dtype: torch.float32, torch.float64'
  const grad = 'requires_grad: False, True'
  expect([compilations, told]).toEqual([
    5,
    [
      [['1 0', n, n, 'equals: 2, 7']],
      [
        ['2 1', tensor, tensor, size],
        ['2 0', tensor, tensor, size],
      ],
      [
        ['3 2', tensor, tensor, double],
        ['3 1', tensor, tensor, double, size],
        ['3 0', tensor, tensor, double, size],
      ],
      [
        ['4 3', tensor, tensor, 'dtype: torch.float64, torch.float32', grad],
        ['4 2', tensor, tensor, grad],
        ['4 1', tensor, tensor, size, grad],
        ['4 0', tensor, tensor, size, grad],
      ],
    ],
  ])
})

test('a function that was compiled once has no reasons', () => {
  const document = openDocument(
    new Uint8Array(readFileSync(new URL('../../fixtures/2.13.0/shape_env_gt.guards_state', import.meta.url))),
  )
  expect(recompilationsOf(document, 0)).toEqual({ function: '', compilations: 1, recompiled: [] })
})
