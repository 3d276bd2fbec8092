/** Edits of the blob with which it would let a call pass, each way as far as it goes. */
import type { Answer, Json, Suggestion } from '../../../../shared/replay'
import type { ScenarioJson } from '../../../../shared/scenario'
import type { BuiltTree } from '../../build'
import { Checker } from '../checker'
import type { LoadingProcess } from '../leaves'
import { readScenario } from '../scenario'
import { editFor, type EditStep, type Way, WAYS } from './edit-for'
import { type BlobEdit, editedTree } from './edits'

/** Guards that one way edits, and the nodes of all the trees that it builds for that. */
const MOST_STEPS = 12
const MOST_GUARDS_BUILT = 6000

export function blobSuggestions(tree: BuiltTree, loading: LoadingProcess, scenario: ScenarioJson): Suggestion[] {
  const seen = new Set<string>()
  const made = WAYS.flatMap((way) => {
    const found = along(tree, loading, scenario, way)
    const key = JSON.stringify(found?.edits)
    if (found === null || seen.has(key)) return []
    seen.add(key)
    return [found]
  })
  const useful = made.filter(({ check }) => check !== 'false')
  return useful.length > 0 ? useful : made.slice(0, 1)
}

function along(tree: BuiltTree, loading: LoadingProcess, scenario: ScenarioJson, way: Way): Suggestion | null {
  const steps: EditStep[] = []
  const most = Math.max(1, Math.min(MOST_STEPS, Math.floor(MOST_GUARDS_BUILT / (1 + tree.builder.state.guards.length))))
  let edited: BuiltTree | null = tree
  for (;;) {
    const edits = merged(steps.flatMap((step) => step.edits))
    if (steps.length > 0) edited = editedTree(tree, edits)
    if (edited === null) return suggestionOf(steps, edits, 'unknown')
    const read = readScenario(scenario, edited.builder.classes)
    const checker = new Checker(edited, loading)
    const check = checker.check(read)
    const { failed } = checker.checkVerbose(read)
    if (check !== false || failed === null) return suggestionOf(steps, edits, check === true ? 'true' : 'unknown')
    const step =
      steps.length < most
        ? editFor({ tree: edited, loading, json: scenario, scenario: read, failure: failed }, way)
        : null
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
