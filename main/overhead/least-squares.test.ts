import { expect, test } from 'vitest'
import { fitCurve } from './least-squares'

/** What lies between two points of a curve, seen through gaps of up to three. */
function observe(steps: readonly number[], noise: (seen: number) => number) {
  const curve = [0]
  for (const step of steps) curve.push((curve.at(-1) ?? 0) + step)
  const from: number[] = []
  const to: number[] = []
  for (let a = 0; a < curve.length; a++) {
    for (let gap = 1; gap <= 3 && a + gap < curve.length; gap++) {
      from.push(a)
      to.push(a + gap)
    }
  }
  const value = Float64Array.from(from, (a, i) => (curve[to[i] ?? 0] ?? 0) - (curve[a] ?? 0) + noise(i))
  return { curve, seen: { count: from.length, from: Int32Array.from(from), to: Int32Array.from(to) }, value }
}

test('sums of neighbours give each part back', () => {
  const { curve, seen, value } = observe([5, 0, 120, 7, 7, 3000, 1], () => 0)
  const found = fitCurve(curve.length, 3, seen, value)
  found.forEach((point, i) => expect(point).toBeCloseTo(curve[i] ?? 0, 2))
})

test('what is off by chance evens out', () => {
  const steps = Array.from({ length: 300 }, (_, i) => 20 + (i % 7))
  let seed = 11
  const random = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647
  const { curve, seen, value } = observe(steps, () => 8 * random() - 4)
  const found = fitCurve(curve.length, 3, seen, value)
  const off = steps.map((step, i) => Math.abs((found[i + 1] ?? 0) - (found[i] ?? 0) - step))
  // 2 is what a single observation is off on average
  expect(off.reduce((sum, one) => sum + one, 0) / off.length).toBeLessThan(1.6)
})

test('a point that nothing bears on stays with the one before', () => {
  const seen = { count: 1, from: Int32Array.of(0), to: Int32Array.of(2) }
  const found = fitCurve(4, 3, seen, Float64Array.of(10))
  expect([found[2], found[3]].map((point) => Math.round(point ?? 0))).toEqual([10, 10])
})
