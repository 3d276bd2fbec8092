import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWhole, panned, showing, zoomed } from './viewport'

const whole = { from: 100, span: 50 }
const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('an icicle’s viewport', () => {
  it('should keep the time under the pointer where it is', () => {
    expect(zoomed(whole, whole, 0.5, 110)).toEqual({ from: 105, span: 25 })
    expect(zoomed({ from: 105, span: 25 }, whole, 2, 110)).toEqual(whole)
  })

  it('should never show what is outside of the root', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0.1, max: 4, noNaN: true }), share, share), { maxLength: 20 }),
        (steps) => {
          let view = whole
          for (const [by, at, pan] of steps) {
            view = zoomed(view, whole, by, view.from + at * view.span)
            view = panned(view, whole, (pan - 0.5) * 200)
            expect(view.from).toBeGreaterThanOrEqual(whole.from)
            expect(view.from + view.span).toBeLessThanOrEqual(whole.from + whole.span + 1e-9)
            expect(view.span).toBeGreaterThan(0)
          }
          for (let i = 0; i < 60; i++) view = zoomed(view, whole, 2, view.from)
          expect([view, isWhole(view, whole)]).toEqual([whole, true])
        },
      ),
    )
  })

  it('should move no more than it takes to show a stretch', () => {
    const view = { from: 110, span: 10 }
    expect(showing(view, whole, 112, 3)).toBe(view)
    expect(showing(view, whole, 105, 2)).toEqual({ from: 105, span: 10 })
    expect(showing(view, whole, 130, 4)).toEqual({ from: 124, span: 10 })
    expect(showing(view, whole, 100, 50)).toBe(view)
  })
})
