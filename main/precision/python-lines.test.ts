import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startState } from './interpret'
import { pythonBetween } from './python-lines'
import { readAll } from './reading'
import { after, anyState } from './testing/walks'
import { TORCH_RULES } from './torch-rules'
import { latestRules } from './versions'

describe('the Python between two states', () => {
  it.each(TORCH_RULES)('of torch $torch comes to the goal, but for defaults that it names', (rules) => {
    fc.assert(
      fc.property(anyState(rules), anyState(rules), (from, to) => {
        const { reached, notes, lines } = pythonBetween(rules, from, to)
        const differing = Object.keys(to.cells).filter((cell) => reached.cells[cell] !== to.cells[cell])
        expect(differing.map((cell) => to.cells[cell])).toEqual(differing.map(() => 'default'))
        expect(notes.map((note) => note.split(':')[0])).toEqual(differing)
        const read = (state: typeof to) => readAll(rules, state).nodes.map(({ value }) => value)
        expect([read(reached), reached.matmul, reached.cudnn]).toEqual([read(to), to.matmul, to.cudnn])
        if (lines.length === 0) expect(reached).toEqual(from)
      }),
      { numRuns: 150 },
    )
  })

  it('is the shortest: one legacy call where that does it all', () => {
    const rules = latestRules()
    const start = startState(rules)
    const between = (...actions: Parameters<typeof after>[2]): readonly string[] =>
      pythonBetween(rules, start, after(rules, start, actions)).lines
    expect([
      between(),
      between({ kind: 'matmul', value: 'medium' }),
      between({ kind: 'legacy', name: 'torch.backends.cuda.matmul.allow_tf32', value: true }),
      between({ kind: 'node', backend: 'mkldnn', op: 'all', value: 'bf16' }),
      between({ kind: 'attribute', name: 'torch.backends.mkldnn.fp32_precision', value: 'ieee' }),
    ]).toEqual([
      [],
      ['import torch', 'torch.set_float32_matmul_precision("medium")'],
      ['import torch', 'torch.backends.cuda.matmul.allow_tf32 = True'],
      ['import torch', 'torch.backends.mkldnn.set_flags(_fp32_precision="bf16")'],
      ['import torch', 'torch.backends.fp32_precision = "ieee"'],
    ])
  })

  it("says that torch's own default of conv and rnn does not come back", () => {
    const rules = latestRules()
    const start = startState(rules)
    const changed = after(rules, start, [{ kind: 'legacy', name: 'torch.backends.cudnn.allow_tf32', value: false }])
    const { lines, notes } = pythonBetween(rules, changed, start)
    expect([lines, notes.length, notes[0]]).toEqual([
      ['import torch', 'torch.backends.cudnn.allow_tf32 = True'],
      2,
      "cuda.conv: no setter brings torch's own default back. tf32 reads the same now; it does not follow a parent that is set later.",
    ])
  })
})
