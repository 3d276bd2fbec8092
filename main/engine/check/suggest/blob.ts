/** Edits of the blob with which it would let a call pass, each way as far as it goes. */
import type { Answer, Json, Suggestion } from '../../../../shared/replay'
import type { ScenarioJson } from '../../../../shared/scenario'
import type { BuiltTree } from '../../build'
import { Checker } from '../checker'
import type { LoadingProcess } from '../loading-process'
import { readScenario } from '../scenario'
import { editFor, type EditStep, type Way, WAYS } from './edit-for'
import { type BlobEdit, editedFurther, editedTree } from './edits'

/** Guards that one way edits, and the nodes of all the trees that it builds for that. */
const MOST_STEPS = 12
const MOST_GUARDS_BUILT = 4000

export function blobSuggestions(tree: BuiltTree, loading: LoadingProcess, scenario: ScenarioJson): Suggestion[] {
  const made: Suggestion[] = []
  let relaxes = true
  for (const way of WAYS) {
    if (way === 'expect' && !relaxes) continue
    const steps: EditStep[] = []
    const found = along(tree, loading, scenario, way, steps)
    if (way === 'relax') relaxes = steps.some((step) => step.relaxes === true)
    if (found === null) continue
    // where one way does not come through, the next will not
    if (found.check === 'false') return made.length > 0 ? made : [found]
    if (!made.some(({ edits }) => JSON.stringify(edits) === JSON.stringify(found.edits))) made.push(found)
  }
  return made
}

/** Edits guard by guard; notes in `steps` what it did. */
function along(
  tree: BuiltTree,
  loading: LoadingProcess,
  scenario: ScenarioJson,
  way: Way,
  steps: EditStep[],
): Suggestion | null {
  const most = Math.max(1, Math.min(MOST_STEPS, Math.floor(MOST_GUARDS_BUILT / (1 + tree.builder.state.guards.length))))
  let edited: BuiltTree | null = tree
  for (;;) {
    const edits = merged(steps.flatMap((step) => step.edits))
    const [last] = steps.slice(-1)
    if (last !== undefined) edited = editedFurther(tree, edited, last.edits) ?? editedTree(tree, edits)
    if (edited === null) return suggestionOf(steps, edits, 'unknown')
    const read = readScenario(scenario, edited.builder.classes)
    const checker = new Checker(edited, loading)
    const check = checker.check(read)
    const { failed } = checker.checkVerbose(read)
    if (check !== false || failed === null) return suggestionOf(steps, edits, check === true ? 'true' : 'unknown')
    const situation = { tree: edited, loading, json: scenario, scenario: read, failure: failed }
    const step = steps.length < most ? editFor(situation, way) : null
    if (step === null || isRepeated(steps, step)) return suggestionOf(steps, edits, 'false')
    steps.push(step)
  }
}

/** An edit that was made already has no effect. */
const isRepeated = (steps: readonly EditStep[], { edits }: EditStep): boolean =>
  steps.some((step) => JSON.stringify(step.edits) === JSON.stringify(edits))

/** Edits in which one takes the place of an earlier one of the same thing. */
function merged(edits: readonly BlobEdit[]): BlobEdit[] {
  const byThing = new Map<string, BlobEdit>()
  for (const edit of edits) {
    const thing = thingOf(edit)
    const before = byThing.get(thing)
    byThing.set(thing, before?.do === 'set-tensor' && edit.do === 'set-tensor' ? { ...before, ...edit } : edit)
  }
  return [...byThing.values()]
}

function thingOf(edit: BlobEdit): string {
  switch (edit.do) {
    case 'set-value':
    case 'set-tensor':
      return `${edit.do} ${edit.at}`
    case 'drop-guard':
      return `${edit.do} ${edit.create_fn} ${edit.name}`
    case 'set-global-state':
      return `${edit.do} ${edit.key}`
    case 'set-shape-exprs':
      return edit.do
  }
}

function suggestionOf(steps: readonly EditStep[], edits: readonly BlobEdit[], check: Answer): Suggestion | null {
  if (steps.length === 0) return null
  return {
    of: 'blob',
    title: titleOf(steps.map(({ title }) => title)),
    changes: [],
    edits: edits as readonly unknown[] as readonly Json[],
    check,
    note: [...new Set(steps.map(({ note }) => note))].join(' '),
  }
}

/** Steps that a title names. */
const MOST_NAMED = 3

export function titleOf(titles: readonly string[]): string {
  if (titles.length <= MOST_NAMED) return titles.join('; ')
  return `${titles.slice(0, MOST_NAMED - 1).join('; ')}; and ${titles.length - MOST_NAMED + 1} more`
}
