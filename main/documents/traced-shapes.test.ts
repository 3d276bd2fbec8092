import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CompileShapes, TracedShapes } from '../../shared/trace'
import type { StackFrame } from '../../shared/tree'
import { recordedBytes } from '../traces/testing/recorded'
import { TraceFile } from './trace-file'
import type { TracedGuards } from './traced-guards'

const open = (file: string): Promise<TraceFile> =>
  TraceFile.open(fileURLToPath(new URL(`../../fixtures/traces/shapes/${file}`, import.meta.url)))

/** What TORCH_LOGS=dynamic says, by compile, up to the frame of torch: `create_symbol s77 = 4 for ...`. */
function saidByTorch(): Map<string, string[]> {
  const said = new Map<string, string[]>()
  for (const line of new TextDecoder().decode(recordedBytes('shapes/logs.txt.gz')).split('\n')) {
    const [, id = '', text] =
      /^I\S+ \S+ \d+ torch\/fx\/\S+\] \[(\d+\/\d+)\] ((?:create_\w+ |.*\[guard added\] ).*?) \(\S*\.py:\d+ in \S+\)/.exec(
        line,
      ) ?? []
    if (text !== undefined) said.set(id, [...(said.get(id) ?? []), text])
  }
  return said
}

/** format_frame of torch/utils/_traceback.py, its file cut as shorten_filename cuts it. */
const place = (stack: readonly StackFrame[], cut: string): string => {
  const frame = stack.at(-1)
  return `${frame?.code}  # ${frame?.file.replace('/code/', cut)}:${frame?.line} in ${frame?.function}`
}

const texts = ({ symbols, guards }: CompileShapes): string[] =>
  [
    ...symbols.map(({ symbol, hint, source, range, userStack }) =>
      hint === null
        ? `create_unbacked_symint ${symbol} ${range} ${place(userStack, 'ode/')}`
        : `create_symbol ${symbol} = ${hint} for ${source} ${range} ${place(userStack, 'ode/')}`,
    ),
    ...guards.map(({ how, expression, userStack }) => `${how} ${expression} [guard added] ${place(userStack, 'ode/')}`),
  ].sort()

const shapesOfPart = (guards: TracedGuards, part: string): TracedShapes | undefined =>
  [...guards.tree.tree.kind.keys()].flatMap((node) => guards.node(node)?.shapes ?? []).find(({ code }) => code === part)

describe('the run of scripts/record-shapes.py under torch 2.13', () => {
  let file: TraceFile
  beforeAll(async () => {
    file = await open('trace.log.gz')
  })
  const at = (id: string): number => file.trace.compiles.findIndex((compile) => compile.id === id)

  test('symbols and added guards, their lines of code with them, are those that TORCH_LOGS says', async () => {
    const said = saidByTorch()
    expect([...said.values()].flat()).toHaveLength(34)
    for (const [index, { id }] of file.trace.compiles.entries())
      expect([id, texts(await file.shapes(index))]).toStrictEqual([id, (said.get(id) ?? []).sort()])
  })

  /** What torch prints of each guard beside what the code that it compiled asks. */
  test.each([
    ['0/1', "L['x'].size()[0] != 4", ['Ne(s77, 4)'], ['static', 'check']],
    ['1/0', "(L['x'].size()[0] % 2) == 0", ['Eq(Mod(s77, 2), 0)'], ['halves']],
    ['1/0', "2 <= L['x'].size()[0]", [], ['halves']],
    ['2/0', "L['y'].size()[0] <= L['x'].size()[0]", ['s17 <= s77'], ['ranges']],
    ['2/0', "5 <= L['x'].size()[0]", ['s77 > 4'], ['ranges']],
    ['2/2', "2 <= L['x'].size()[0] <= 4", ['s77 <= 4'], ['ranges']],
    // torch prints `unknown var s17, please file a bug` here
    ['3/1', "L['y'].size()[0] == L['x'].size()[0]", ['Eq(s77, s17)'], ['equal']],
  ])('%s: %s comes from %j in %j', async (id, code, expressions, functions) => {
    const guards = await file.guards(at(id))
    const found = shapesOfPart(guards, code)
    expect(found?.isExact).toBe(true)
    expect(found?.guards.map(({ expression }) => expression)).toStrictEqual(expressions)
    const [asked] = [...(found?.guards ?? []), ...(found?.symbols ?? [])]
    expect(asked?.userStack.map((frame) => frame.function)).toStrictEqual(functions)
  })

  test('a range that follows from two guards is told with all guards on its sizes', async () => {
    const guards = await file.guards(at('2/1'))
    const found = shapesOfPart(guards, "6 <= L['y'].size()[0]")
    expect(found?.isExact).toBe(false)
    expect(found?.guards.map(({ expression }) => expression)).toStrictEqual(['s17 > s77'])
  })

  test('a size that the code made one number is told with its line, in the reason and in its advice', async () => {
    const story = await file.story(file.trace.compiles[at('0/1')]?.chain ?? -1)
    const reason = story.recompiles[0]?.reasons[0]
    expect(reason?.origin).toStrictEqual({
      expression: 'Eq(s77, 4)',
      isStatic: true,
      userStack: [
        { file: '/code/shapes.py', line: 80, function: 'static', code: 'return check(x) * 2' },
        { file: '/code/shapes.py', line: 74, function: 'check', code: 'if x.shape[0] == 4:' },
      ],
    })
    expect(reason?.advice).toMatch(/shapes\.py:74 makes this size one number.*mark_dynamic\(x, 0\) fails there/)
    // torch says so of the call that was marked
    const refused = file.trace.compiles[at('6/0')]?.failure ?? ''
    expect(refused).toContain(
      "You marked L['x'].size()[0] as dynamic but your code specialized it to be a constant (4)",
    )
    expect((await file.shapes(at('6/0'))).specialized).toMatchObject([
      { symbol: 's77', sources: ["L['x'].size()[0]"], value: '4', reason: 'range_refined_to_singleton' },
    ])
  })

  test('sizes 0 and 1 are compiled for themselves, marked or not', async () => {
    const story = await file.story(file.trace.compiles[at('1/2')]?.chain ?? -1)
    expect(story.recompiles.at(-1)?.reasons[0]).toMatchObject({
      kind: 'shape',
      asked: '2 <= x.size()[0]',
      origin: null,
      advice: expect.stringContaining('mark_dynamic or not'),
    })
  })
})
