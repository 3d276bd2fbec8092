import { getHeapStatistics } from 'node:v8'
import { afterEach, expect, test, vi } from 'vitest'
import { memoryAtRest, memoryWatch } from './memory-watch'

afterEach(() => vi.useRealTimers())

/** What the watch does over looks at a heap of 100 MiB: how often it collects, and what it says. */
function looks(steps: readonly { readonly used: number; readonly live: number }[]) {
  let at = { used: 0, live: 0 }
  let collected = 0
  let isClean = false
  const check = memoryWatch(
    () => ({ used_heap_size: (isClean ? at.live : at.used) * 2 ** 20, heap_size_limit: 100 * 2 ** 20 }),
    () => {
      collected++
      isClean = true
    },
  )
  const said = steps.map((step) => {
    at = step
    isClean = false
    try {
      check()
      return ''
    } catch (error) {
      return String(error)
    }
  })
  return { said, collected }
}

test('garbage is collected, and what lives is refused before the heap is full', () => {
  expect(
    looks([
      { used: 70, live: 70 },
      { used: 90, live: 60 },
      { used: 74, live: 74 },
      { used: 80, live: 76 },
    ]),
  ).toEqual({
    said: ['', '', '', 'MemoryError: the file needs more memory than it may use (100 MiB)'],
    collected: 2,
  })
})

test('a thread gives back at rest what its answers took, where it is worth a pause', async () => {
  vi.useFakeTimers()
  let taken = 100 * 2 ** 20
  let given = 0
  const answered = memoryAtRest(
    () => taken,
    async () => {
      given++
      taken = 40 * 2 ** 20
    },
  )
  // answers that follow one another
  for (let i = 0; i < 5; i++) {
    answered()
    await vi.advanceTimersByTimeAsync(2000)
  }
  expect(given).toBe(0)
  await vi.advanceTimersByTimeAsync(2000)
  expect(given).toBe(1)
  for (const grown of [60, 90]) {
    taken = grown * 2 ** 20
    answered()
    await vi.advanceTimersByTimeAsync(4000)
  }
  expect(given).toBe(2)
})

test('what V8 keeps for young objects is given back', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let kept: object[] = []
  for (let round = 0; round < 20; round++) kept = Array.from({ length: 200_000 }, (_, i) => ({ i, of: [round] }))
  kept = []
  const before = getHeapStatistics().total_physical_size
  memoryAtRest()()
  vi.advanceTimersByTime(3000)
  await vi.waitFor(() => expect(getHeapStatistics().total_physical_size).toBeLessThan(before - 10 * 2 ** 20))
  expect(kept).toEqual([])
})
