import { describe, expect, it } from 'vitest'
import type { GuardInfo } from '../../../shared/tree'
import { aboutNode } from './about'

const guard = (createFn: string): GuardInfo => ({
  name: '',
  createFn,
  guardTypes: [],
  codeList: [],
  userStack: [],
  range: null,
})
const titles = (className: string, accessor: string | null, info: GuardInfo | null): readonly string[] =>
  aboutNode({ className, accessor, guard: info }).map(
    ({ of, rows }) => `${of}: ${rows.map(({ title }) => title).join(', ')}`,
  )

describe('the help on a node', () => {
  it('tells of a guard what it checks, and by its create_fn why it is there', () => {
    expect(titles('ID_MATCH', null, guard('BUILTIN_MATCH'))).toEqual([
      'guard: Checks, Fails when, Why, To avoid it, Saved in a file, Cost',
    ])
    const [about] = aboutNode({ className: 'LAMBDA_GUARD', accessor: null, guard: guard('DUAL_LEVEL') })
    expect(about?.pages.map(({ title }) => title)).toEqual([
      'Reducing guard overhead',
      'torch.autograd.forward_ad.dual_level',
    ])
  })

  it('tells why of a guard that no create_fn made, and of a mark what is apart from its tensor', () => {
    expect(titles('NO_TENSOR_ALIASING', null, null)).toEqual(['guard: Checks, Fails when, Why, To avoid it, Cost'])
    const [about] = aboutNode({
      className: 'DIMENSION_DYNAMIC_MARKING_GUARD',
      accessor: null,
      guard: guard('TENSOR_MATCH'),
    })
    expect(about?.rows.find(({ title }) => title === 'To avoid it')?.text).toMatch(/^Mark the dimensions/)
  })

  it('tells of a manager how it is reached, whatever stands behind the name of the accessor', () => {
    const both = ['accessor: Reads, Fails when, Why, Cost', 'manager: Does, Fails when']
    expect(titles('GuardManager', "FrameLocalsGuardAccessor(key='x', framelocals_idx=1)", null)).toEqual(both)
    expect(titles('GuardManager', 'TensorPropertyGuardAccessor<TensorProperty::SIZE>(0)', null)).toEqual(both)
    expect(titles('RootGuardManager', null, null)).toEqual(['manager: Does, Fails when'])
  })

  it('has nothing to say of a name that it does not know', () => {
    expect(titles('NEXT_YEARS_MATCH', 'NextYearsAccessor(1)', guard('NEXT_YEARS'))).toEqual([])
  })
})
