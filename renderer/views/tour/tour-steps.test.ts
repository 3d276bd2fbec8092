import { expect, test } from 'vitest'
import { placeBeside } from './place'
import { advanced, TOUR_STEPS, type TourFacts } from './tour-steps'

const BEGUN: TourFacts = {
  isInFront: true,
  view: 'tree',
  isOnGuard: false,
  check: null,
  isEdited: false,
  hasCopy: false,
}
const at = (id: string): number => TOUR_STEPS.findIndex((step) => step.id === id)

test('each step that asks for something goes on when that came about, in the tour’s own file, and not before', () => {
  const done: readonly (readonly [string, Partial<TourFacts>])[] = [
    ['find', { isOnGuard: true }],
    ['replay', { view: 'replay', check: 'true' }],
    ['fail', { view: 'replay', check: 'false' }],
    ['apply', { view: 'replay', check: 'true', isEdited: true }],
    ['save', { hasCopy: true }],
  ]
  expect(TOUR_STEPS.filter((step) => step.done !== undefined).map(({ id }) => id)).toEqual(done.map(([id]) => id))
  expect(
    done.map(([id, facts]) => [
      advanced(at(id), BEGUN),
      advanced(at(id), { ...BEGUN, ...facts, isInFront: false }),
      advanced(at(id), { ...BEGUN, ...facts }),
    ]),
  ).toEqual(done.map(([id]) => [at(id), at(id), at(id) + 1]))
})

test('an answer that is unknown is no failing call, and a call that was changed back is no mended blob', () => {
  expect(advanced(at('fail'), { ...BEGUN, view: 'replay', check: 'unknown' })).toBe(at('fail'))
  expect(advanced(at('apply'), { ...BEGUN, view: 'replay', check: 'true' })).toBe(at('apply'))
})

test('a step to read waits for the person', () => {
  const all: TourFacts = { ...BEGUN, isOnGuard: true, check: 'true', isEdited: true, hasCopy: true }
  const reading = TOUR_STEPS.flatMap((step, index) => (step.done === undefined ? [index] : []))
  expect(reading.map((index) => advanced(index, all))).toEqual(reading)
})

test('the panel stands beside its control without covering it, and within the window whatever the control is', () => {
  const panel = { width: 320, height: 200 }
  const window = { width: 1100, height: 700 }
  const places = [
    { x: 10, y: 100, width: 200, height: 30 },
    { x: 900, y: 10, width: 190, height: 30 },
    { x: 800, y: 40, width: 300, height: 650 },
    { x: 700, y: 500, width: 390, height: 190 },
    { x: 0, y: 0, width: 1100, height: 700 },
    null,
  ].map((anchor) => placeBeside(anchor, panel, window))
  expect(places).toEqual([
    { x: 222, y: 100 },
    { x: 768, y: 52 },
    { x: 468, y: 40 },
    { x: 368, y: 488 },
    { x: 768, y: 488 },
    { x: 768, y: 488 },
  ])
})
