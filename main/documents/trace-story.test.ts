import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ChainStory, RecompileReason } from '../../shared/trace'
import { RUNS } from '../traces/testing/recorded'
import { TraceFile } from './trace-file'

async function storiesOf(file: string): Promise<{ readonly log: TraceFile; readonly stories: readonly ChainStory[] }> {
  const log = await TraceFile.open(fileURLToPath(new URL(`../../fixtures/traces/${file}`, import.meta.url)))
  return { log, stories: await Promise.all(log.trace.chains.map((_, chain) => log.story(chain))) }
}

describe('the run of scripts/record-traces.py under torch 2.13', () => {
  let run: Awaited<ReturnType<typeof storiesOf>>
  beforeAll(async () => {
    run = await storiesOf(RUNS[2].trace)
  })

  const reason = (id: string, entry: string): RecompileReason | undefined => {
    const compile = run.log.trace.compiles.findIndex((one) => one.id === id)
    const recompiles = run.stories.flatMap(({ recompiles: all }) => all)
    return recompiles.find((one) => one.compile === compile)?.reasons.find((one) => one.entry === entry)
  }

  /** The calls stand in the script: `sizes` was called with (4, 3), (5, 3), (1, 3), (7, 8). */
  test.each([
    ['0/1', '0/0', 'size', 'x', '4', '5'],
    ['0/2', '0/1', 'shape', 'x', '2 <= x.size()[0]', 'x.size()[0] = 1'],
    ['0/3', '0/1', 'size', 'x', '3', '8'],
    ['1/1', '1/0', 'rank', 'x', '1', '2'],
    ['2/1', '2/0', 'dtype', 'x', 'Float', 'Double'],
    ['3/1', '3/0', 'stride', 'x', '6', '1'],
    ['4/1', '4/0', 'requires-grad', 'x', 'False', 'True'],
    ['5/1', '5/0', 'tensor-class', 'x', 'Tensor', "<class 'torch.nn.parameter.Parameter'>"],
    ['6/1', '6/0', 'value', 'n', '2', '3'],
    ['6/2', '6/1', 'type', 'n', "<class 'int'>", "<class 'bool'>"],
    ['6/2', '6/0', 'value', 'n', '2', 'True'],
    ['7/1', '7/0', 'value', 'mode', "'a'", "'b'"],
    ['8/1', '8/0', 'value', 'f', '0.5', '1.5'],
    ['9/1', '9/0', 'length', 'd', '1', null],
    ['9/2', '9/1', 'keys', 'd', "'a'", "'b'"],
    ['10/1', '10/0', 'length', 'xs', '1', '2'],
    ['10/2', '10/1', 'type', 'xs', "<class 'list'>", "<class 'tuple'>"],
    ['11/1', '11/0', 'type', 'o', "<class 'list'>", "<class 'set'>"],
    ['12/1', '12/0', 'value', 'y', 'None', "a value of <class 'torch.Tensor'>"],
    ['13/1', '13/0', 'attribute', 'o', 'absent', 'present'],
    ['14/1', '14/0', 'identity', 'f', "<class 'builtin_function_or_method'>", "<class 'function'>"],
    ['14/2', '14/1', 'identity', 'f.__code__', "<class 'code'>", "another object of <class 'code'>"],
    ['15/1', '15/0', 'aliasing', 'x', null, null],
    ['16/1', '16/0', 'marking', 'x', 'absent', 'present'],
    ['17/1', '17/0', 'global-state', '', 'grad_mode true', 'grad_mode false'],
    ['17/2', '17/0', 'global-state', '', 'autocast(cpu) off', 'autocast(cpu) on'],
    ['17/4', '17/0', 'global-state', '', 'default_dtype float32', 'default_dtype float64'],
    ['17/6', '17/0', 'mode-stack', '', null, null],
    ['18/2', '18/0', 'shape', 'y', 'y.size()[0] <= x.size()[0]', 'y.size()[0] = 9, x.size()[0] = 8'],
    ['20/1', '20/0', 'contains', 's', 'present', 'absent'],
    ['21/1', '21/0', 'identity', 'c', "<class '__main__.Colour'>", "another object of <enum 'Colour'>"],
    ['22/1', '22/0', 'value', "d['a']['b']['n']", '1', '2'],
    ['25/1', '25/0', 'value', 'self.n', '2', '3'],
    ['26/1', '26/0', 'value', 'n', "'x'", "'xx'"],
    ['28/1', '28/0', 'value', 'r.stop', '2', '3'],
    ['29/1', '29/0', 'value', "G['SETTINGS']['mode']", "'fast'", "'slow'"],
  ])('%s: %s refused for its %s of %s: expected %s, actual %s', (id, entry, kind, source, expected, actual) => {
    expect(reason(id, entry)).toMatchObject({ kind, source, expected, actual })
  })

  test('the line of the user is that of the guard, its file in full', () => {
    expect(reason('18/1', '18/0')?.user).toStrictEqual({
      file: '/code/causes.py',
      line: 137,
      function: 'expr',
      code: 'return x[: y.shape[0]] + 1 if x.shape[0] % 2 == 0 else x',
    })
  })

  test('entries that no call reaches are those that torch passes over when the calls are made again', () => {
    const dead = run.stories.flatMap(({ chain, dead: all }) =>
      all.map(
        ({ compile }) => `${run.log.trace.chains[chain]?.function ?? ''} ${run.log.trace.compiles[compile]?.id ?? ''}`,
      ),
    )
    // asked of torch 2.13 by _debug_get_cache_entry_list after each call: these stay behind one that takes it
    expect(dead).toStrictEqual([
      'sizes 0/0',
      'sizes 0/1',
      'integer 6/0',
      'two 19/0',
      'nested 22/0',
      'parent 23/0',
      'torch_dynamo_resume_in_parent_at_158 24/0',
      'defaults 27/0',
      'attribute 31/0',
      'inner 33/0',
      'sizes 0/0',
    ])
  })

  test('what changed between two compiles is told by guard', () => {
    const [recompile] = run.stories[7]?.recompiles ?? []
    expect(recompile?.changed).toStrictEqual([
      { change: 'differs', source: "L['mode']", guard: 'EQUALS_MATCH', before: "== 'a'", after: "== 'b'" },
    ])
  })

  test('a function that hit the recompile limit says so', () => {
    const hit = run.stories.filter(({ limitHit }) => limitHit)
    expect(
      hit.map(({ chain, entries, limit }) => [run.log.trace.chains[chain]?.function, entries, limit]),
    ).toStrictEqual([
      ['state', 8, 8],
      ['limit', 8, 8],
    ])
  })
})

test.each(RUNS)(
  'every reason in the log of $name is understood, and its guard found in the tree',
  async ({ trace }) => {
    const { stories } = await storiesOf(trace)
    const reasons = stories.flatMap(({ recompiles }) => recompiles.flatMap(({ reasons: all }) => all))
    const lost = reasons.filter(
      ({ kind, node }) => kind === 'other' || (node === null && kind !== 'backend' && kind !== 'unexpected'),
    )
    expect(lost).toStrictEqual([])
    expect(reasons.length).toBeGreaterThan(10)
  },
)
