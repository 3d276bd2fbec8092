import { expect, test } from 'vitest'
import { memoryWatch } from './memory-watch'

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
