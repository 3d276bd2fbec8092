/** The history of an edited blob: undo and redo without limit, and a jump to any point of it. */
import type { Edit } from '../../shared/edit'
import { labelOf } from '../engine/edit/label'
import type { Change, EditableGraph } from '../engine/edit/graph'

interface Step {
  readonly label: string
  readonly edits: readonly Edit[]
  readonly change: Change
}

export class History {
  private steps: Step[] = []
  private at = 0

  constructor(readonly graph: EditableGraph) {}

  /** How many steps are done; those beyond can be redone. */
  get position(): number {
    return this.at
  }

  /** What each step did, done or undone. */
  get labels(): readonly string[] {
    return this.steps.map((step) => step.label)
  }

  /** The edits that are done since a point of the history; none where it lies beyond. */
  editsSince(position: number): readonly Edit[] {
    return this.steps.slice(position, this.at).flatMap((step) => step.edits)
  }

  /** Applies edits as one step; what was undone is forgotten. @throws EditRefused, and nothing has changed. */
  apply(edits: readonly Edit[], label = edits.map(labelOf).join('; ')): void {
    const change = this.graph.apply(edits)
    this.steps = [...this.steps.slice(0, this.at), { label, edits, change }]
    this.at++
  }

  /** False where nothing is left to undo. */
  undo(): boolean {
    return this.jump(this.at - 1)
  }

  redo(): boolean {
    return this.jump(this.at + 1)
  }

  /** To the graph as it was after `position` steps; false where there is no such point. */
  jump(position: number): boolean {
    if (position < 0 || position > this.steps.length) return false
    if (position < this.at) this.graph.undo(together(this.steps.slice(position, this.at)))
    if (position > this.at) this.graph.redo(together(this.steps.slice(this.at, position)))
    this.at = position
    return true
  }
}

function together(steps: readonly Step[]): Change {
  return {
    patches: steps.flatMap(({ change }) => change.patches),
    guardsStay: steps.every(({ change }) => change.guardsStay),
  }
}
