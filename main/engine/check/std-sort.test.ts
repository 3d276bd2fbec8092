import { describe, expect, it } from 'vitest'
import { stdSort } from './std-sort'

/** Each element fails once, in this order, and all are sorted after each: what g++ 12 with libstdc++ leaves. */
const SORTED: readonly (readonly [count: number, fails: readonly number[], order: string])[] = [
  [10, [7, 3, 9], '7 3 9 0 1 2 4 5 6 8'],
  [17, [11, 5, 15], '11 5 15 8 16 14 13 12 10 0 7 6 4 3 2 1 9'],
  [
    45,
    [31, 13, 40],
    '13 31 40 34 43 23 24 25 26 27 28 29 30 32 11 22 35 36 37 38 39 41 42 10 0 1 2 3 4 5 6 7 8 9 33 44 12 14 15 16 17 18 19 20 21',
  ],
]

describe('stdSort', () => {
  it.each(SORTED)('leaves %i elements in the order of std::sort', (count, fails, order) => {
    const items = Array.from({ length: count }, (_, i) => ({ i, failed: 0 }))
    for (const at of fails) {
      for (const item of items) if (item.i === at) item.failed++
      stdSort(items, (item) => item.failed)
    }
    expect(items.map(({ i }) => i).join(' ')).toBe(order)
  })
})
