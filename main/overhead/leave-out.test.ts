import { expect, test } from 'vitest'
import { type GuardRows, LeaveOut, partOf } from './leave-out'

/** root, a manager of two guards, one of a guard alone below another, and a guard between them with a row in each. */
const TREE: GuardRows = {
  ends: Int32Array.of(9, 5, 3, 4, 5, 9, 9, 8, 9),
  //              root  x   x0 x1 between  y  y.z  z2  between
  guardOf: Int32Array.of(-1, -1, 0, 1, 3, -1, -1, 2, 3),
  guards: ['A x', 'B x', 'C y.z', 'D x'],
}

const known = (leaveOut: LeaveOut, time: number, error = 0): readonly [unknown, readonly number[]] => {
  const group = leaveOut.next()
  const rows: number[] = []
  if (group !== null) leaveOut.measured(group, { time, error }, (row) => rows.push(row))
  return [group, rows]
}

test('large parts come first, then what is in them; a guard with rows elsewhere is in neither', () => {
  const leaveOut = new LeaveOut(TREE, 200)
  expect(known(leaveOut, 120)).toEqual([{ row: 1, guards: [0, 1] }, [1]])
  // half of what it took is expected of each of its guards: more than of the manager that was not looked at yet
  expect(known(leaveOut, 60)).toEqual([{ row: 2, guards: [0] }, [2]])
  expect(known(leaveOut, 40)).toEqual([{ row: 3, guards: [1] }, [3]])
  // one guard below: its rows are known together
  expect(known(leaveOut, 30)).toEqual([{ row: 5, guards: [2] }, [5, 6, 7]])
  expect(leaveOut.next()).toBe(null)
})

test('what drowns in its error is not looked into, until it is known better', () => {
  const leaveOut = new LeaveOut(TREE, 200)
  const group = leaveOut.next()
  if (group === null) throw new Error('no group')
  leaveOut.measured(group, { time: 10, error: 6 }, () => {})
  expect(leaveOut.next()?.row).toBe(5)
  expect(leaveOut.next()).toBe(null)
  leaveOut.measured(group, { time: 10, error: 2 }, () => {})
  leaveOut.measured(group, { time: 10, error: 1 }, () => {})
  expect([leaveOut.next()?.row, leaveOut.next()?.row, leaveOut.next()]).toEqual([2, 3, null])
})

test('a turn that was interrupted does not tell, and its like make the error', () => {
  const turns = [12, 11, 10, 9, 8, 9_000_000, 10].map((time): [number, number] => [100 + time, 100])
  const { time, error } = partOf(turns)
  expect(time).toBe(10)
  expect(error).toBeCloseTo((1.4826 * 1.2533) / Math.sqrt(7), 6)
})
