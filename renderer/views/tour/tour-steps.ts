/** The tour: what each step says, which control it stands at, and what must have come about for the next. */
import type { Answer } from '../../../shared/replay'
import type { ViewName } from '../../../shared/view'

/** What the window stands at, as far as the tour looks. */
export interface TourFacts {
  /** Whether the tour's own file is in front. */
  readonly isInFront: boolean
  readonly view: ViewName
  /** Whether the tensor guard of the input is selected. */
  readonly isOnGuard: boolean
  /** What the call in front came to; null until it is known, and in other views. */
  readonly check: Answer | null
  readonly isEdited: boolean
  readonly hasCopy: boolean
}

export interface TourStep {
  readonly id: string
  readonly title: string
  readonly text: string
  /** The first of these that is there. */
  readonly at: readonly string[]
  /** Left out where there is something to read. */
  readonly done?: (facts: TourFacts) => boolean
}

export const TOUR_STEPS: readonly TourStep[] = [
  {
    id: 'tree',
    title: 'What torch checks before each call',
    text: 'This is the guard tree of a small network, opened as a copy: nothing here can break anything. Each coloured row is a guard that a call must pass before the compiled code may run.',
    at: ['#guard-tree'],
  },
  {
    id: 'find',
    title: 'Find the guard of the input',
    text: "Press Ctrl F, type L['x'] and press Enter until the row TENSOR_MATCH is selected. Or click that row.",
    at: ['[role=search]'],
    done: ({ view, isOnGuard }) => view === 'tree' && isOnGuard,
  },
  {
    id: 'expects',
    title: 'What it expects',
    text: 'The panel has it in parts: the size must be 2 by 8. Below stands the line of your code that asked for the guard.',
    at: ['#detail'],
  },
  {
    id: 'replay',
    title: 'Replay a call',
    text: 'Go to Replay with Ctrl 3, or at the left. It starts with the values that the blob was saved with, and these pass.',
    at: ['[aria-label^="Replay"].rail-button'],
    done: ({ view, check }) => view === 'replay' && check !== null,
  },
  {
    id: 'fail',
    title: 'Make a call that fails',
    text: 'Change the shape of x from 2, 8 to 3, 8 and press Enter: a batch of another size.',
    at: ['[aria-label="x, shape"]', '.replay-tabs'],
    done: ({ check }) => check === 'false',
  },
  {
    id: 'why',
    title: 'Read why',
    text: 'The first guard that failed is named with what it wanted and what came. In the tree it is marked, and what came after it was never reached.',
    at: ['.replay .detail-section', '.replay'],
  },
  {
    id: 'apply',
    title: 'Mend the blob',
    text: "Two ways are offered: another call, or another blob. Under “In the blob” choose “let L['x'] size at 0 be any”.",
    at: ['.suggestion-blob', '.suggestions'],
    done: ({ isEdited, check }) => isEdited && check === 'true',
  },
  {
    id: 'save',
    title: 'It passes. Save a copy',
    text: 'The same call passes now, and Ctrl Z would take the edit back. Save a copy with Ctrl Shift S: the file is written whole or not at all.',
    at: ['[role=toolbar][aria-label=Edits]'],
    done: ({ hasCopy }) => hasCopy,
  },
  {
    id: 'end',
    title: 'That is the way of it',
    text: 'Findings, differences between two blobs, sweeps over sizes and what each guard costs are at the left. All commands are under Ctrl K, all keys under F1.',
    at: ['nav.rail'],
  },
]

/** The step that the tour stands at once `facts` hold: steps that are done already are passed over. */
export function advanced(step: number, facts: TourFacts): number {
  const current = TOUR_STEPS[step]
  return current?.done !== undefined && facts.isInFront && current.done(facts) ? step + 1 : step
}
