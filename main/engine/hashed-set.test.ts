import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { setOrder } from './hashed-set'

/** Lists of hashes, and the order in which CPython's set gives them back (scripts/record-set-orders.py). */
const RECORDED = JSON.parse(
  readFileSync(new URL('testdata/set-orders.json', import.meta.url), 'utf8'),
) as readonly (readonly [hashes: readonly string[], order: readonly number[]])[]

it('gives members in the order of a Python set', () => {
  const wrong = RECORDED.filter(([hashes, order]) => setOrder(hashes.map(BigInt)).join() !== order.join())
  expect([wrong.length, RECORDED.length]).toEqual([0, 60])
})
