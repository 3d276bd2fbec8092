import { describe, expect, it } from 'vitest'
import type { ReplayResult } from '../../../shared/replay'
import { type TorchAnswer, partingOf } from './live-check-store'

const here = (check: ReplayResult['check'], executed: number, parts: readonly string[] = []) =>
  ({ check, executed, parts }) as ReplayResult
const torch = (check: boolean | null, executed: number, parts: string[] = []): TorchAnswer => ({
  name: '',
  check,
  verbose: check === null ? null : { result: check, verbose_code_parts: parts, num_guards_executed: executed },
  unknown: check === null ? 'a class that is not there' : null,
  notes: [],
})

describe('an answer beside that of torch', () => {
  it.each([
    ['the same', here('false', 3, ["L['n'] == 5  # f(n)"]), torch(false, 3, ["L['n'] == 5  # f(n)"]), null],
    [
      'but for ids and their padding',
      here('false', 3, ['___check_type_id(x, #)   # a']),
      torch(false, 3, ['___check_type_id(x, 94123456789012)  # a']),
      null,
    ],
    [
      'but for the folder of a file, which torch cuts by where it lies itself',
      here('false', 3, ['a  # b  # mp/x/models.py:9 in f']),
      torch(false, 3, ['a  # b  # models.py:9 in f']),
      null,
    ],
    ['other line', here('false', 3, ['a  # x.py:1 in f']), torch(false, 3, ['a  # x.py:2 in f']), 'parts'],
    ['other check', here('true', 3), torch(false, 3, ['x']), 'check'],
    ['other part', here('false', 3, ['a']), torch(false, 3, ['b']), 'parts'],
    ['other comment', here('false', 3, ['a  # x.py:1']), torch(false, 3, ['a  # x.py:2']), 'parts'],
    ['other number of guards', here('true', 4), torch(true, 3), 'executed'],
    ['unknown here, which is not false', here('unknown', 3), torch(false, 3, ['x']), 'unknown here'],
    ['unknown there, which is not false', here('false', 3, ['x']), torch(null, 0), 'unknown in torch'],
  ])('%s', (_, ours, theirs, parting) => expect(partingOf({ here: ours, torch: theirs })).toBe(parting))
})
