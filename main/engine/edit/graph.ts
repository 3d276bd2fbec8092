/** A blob's graph under edit: lists of edits are applied whole or not at all, and the tree follows. */
import type { Edit } from '../../../shared/edit'
import type { EditChoices } from '../../../shared/edit-choices'
import { applyPatch, Draft, type Patch, revertPatch } from '../../pickle/patch'
import type { Pickle } from '../../pickle/node'
import type { GuardsState } from '../../state/guards-state'
import { type BuildOptions, buildGuardTree, type BuiltTree } from '../build'
import type { BuildProblem } from '../manager'
import { rebuildGuardTree } from '../rebuild'
import { PythonError } from '../values/value'
import { choicesOf } from './choices'
import { dropWhere, freeSizesWhere, weakenWhere } from './bulk'
import { addNewGuard, dropGuard, dropGuards, type DropGuard, setKeyword, weaken } from './guards'
import { replaceGlobalState, setGlobalState } from './global-state'
import { migrate } from './migrate'
import { EditRefused } from './refused'
import { setValue } from './set-value'
import { setTensor } from './set-tensor'
import { setShapeExprs, setText } from './shapes'
import { setCodeList, strip } from './strip'
import { type FactsOf, View } from './view'

/** What a list of edits changed: applied, it can be taken back and made again. */
export interface Change {
  readonly patches: readonly Patch[]
  /** Whether the guards, and what they look at, are the objects they were. */
  readonly guardsStay: boolean
}

/** Edits of the values that guards look at, and of what is for show. */
const GUARDS_STAY: ReadonlySet<Edit['do']> = new Set([
  'set-value',
  'set-tensor',
  'free-sizes',
  'set-global-state',
  'replace-global-state',
  'set-shape-exprs',
  'set-text',
])

export class EditableGraph {
  private view: View
  private made: BuiltTree | null = null
  /** The tree before, while its guards are those of the state, and what changed since. */
  private previous: BuiltTree | undefined
  private since: Patch[] = []

  /** `pickle` is changed in place, and so is the tree that was built of it, where there is one: it is used up by the first edit. */
  constructor(
    readonly pickle: Pickle,
    private readonly factsOf: FactsOf,
    private readonly options: BuildOptions = {},
    built: BuiltTree | null = null,
  ) {
    this.view = new View(pickle, factsOf, undefined, built?.builder.state)
    this.made = built
    if (built !== null) this.view.builtWith(built.builder)
  }

  /** Looks up what the first edit needs, which takes a while in a large graph. */
  prepare(): void {
    void this.tree
    void this.view.sources
  }

  get state(): GuardsState {
    return this.view.state
  }

  get tree(): BuiltTree {
    if (this.made === null) {
      const { state, previous } = this
      this.made =
        (previous === undefined ? null : rebuildGuardTree(previous, state, this.since)) ??
        buildGuardTree(state, this.view.facts, { ...this.options, previous })
      this.view.builtWith(this.made.builder)
      this.previous = undefined
      this.since = []
    }
    return this.made
  }

  /** What edits can be made of. */
  get choices(): EditChoices {
    return choicesOf(this.view)
  }

  /**
   * Applies a list of edits and returns what it changed.
   * @throws EditRefused with the index of the one that cannot be made; then nothing has changed.
   */
  apply(edits: readonly Edit[]): Change {
    const before = new Set(this.tree.problems.map((problem) => this.problemText(problem)))
    const draft = new Draft()
    const ends: number[] = []
    for (let at = 0; at < edits.length; at = ends.length) {
      const run = dropsFrom(edits, at)
      // guards that go together are looked up in one state: deriving it anew for each of a thousand would take a minute
      if (run.length > 1) this.attempt(draft, at, (done) => dropGuards(this.view, draft, run, done))
      else this.attempt(draft, at, () => this.perform(draft, edits[at] as Edit))
      const done = ends.at(-1) ?? 0
      do ends.push(draft.patches.length)
      while (ends.length < at + run.length)
      const guardsStay = run.length === 0 && GUARDS_STAY.has((edits[at] as Edit).do) && !draft.mayRename
      this.refresh(guardsStay ? draft.patches.slice(done) : undefined)
    }
    const fresh = this.newProblems(before)
    if (fresh.length > 0) {
      const index = this.firstToCause(draft, ends, fresh)
      this.takeBack(draft)
      throw new EditRefused(`torch would not load the file: ${fresh[0]}`, index)
    }
    return {
      patches: draft.patches,
      guardsStay: !draft.mayRename && edits.every((edit) => GUARDS_STAY.has(edit.do)),
    }
  }

  /** `done` counts, of several edits made together, those that are. */
  private attempt(draft: Draft, index: number, work: (done: { count: number }) => void): void {
    const done = { count: 0 }
    try {
      work(done)
    } catch (error) {
      this.takeBack(draft)
      throw refusal(error, index + done.count)
    }
  }

  redo({ patches, guardsStay }: Change): void {
    patches.forEach(applyPatch)
    this.refresh(guardsStay ? patches : undefined)
  }

  undo({ patches, guardsStay }: Change): void {
    for (const patch of [...patches].reverse()) revertPatch(patch)
    this.refresh(guardsStay ? patches : undefined)
  }

  /** What is derived is derived again; where guards stay as they are, by what `changed` alone. */
  private refresh(changed?: readonly Patch[]): void {
    this.previous = changed === undefined ? undefined : (this.made ?? this.previous)
    this.since = changed === undefined ? [] : [...this.since, ...changed]
    this.view = new View(this.pickle, this.factsOf, changed === undefined ? undefined : this.view)
    this.made = null
  }

  private perform(draft: Draft, edit: Edit): void {
    if (edit.do === 'drop-guards') dropWhere(this.view, this.tree, draft, edit)
    else if (edit.do === 'weaken-guards') weakenWhere(this.tree, draft, edit)
    else if (edit.do === 'free-sizes') freeSizesWhere(this.view, this.tree, draft, edit)
    else perform(this.view, draft, edit)
  }

  private takeBack(draft: Draft): void {
    draft.back()
    this.refresh()
  }

  private newProblems(before: ReadonlySet<string>): string[] {
    return this.tree.problems.map((problem) => this.problemText(problem)).filter((text) => !before.has(text))
  }

  private problemText({ guard, message }: BuildProblem): string {
    return guard === null
      ? message
      : `${guard.createFn} on ${this.tree.builder.name(guard) || 'the process'}: ${message}`
  }

  /** Goes back edit by edit until the problem is gone. */
  private firstToCause(draft: Draft, ends: readonly number[], problems: readonly string[]): number {
    for (let index = ends.length - 1; index > 0; index--) {
      draft.back(ends[index - 1])
      this.refresh()
      if (!this.tree.problems.some((problem) => problems.includes(this.problemText(problem)))) return index
    }
    return 0
  }
}

/** The drops that follow one another from a place on. */
function dropsFrom(edits: readonly Edit[], from: number): readonly DropGuard[] {
  const run: DropGuard[] = []
  for (let at = from; at < edits.length; at++) {
    const edit = edits[at]
    // the nth is counted among those that are left
    if (edit?.do !== 'drop-guard' || edit.nth !== undefined) break
    run.push(edit)
  }
  return run
}

function refusal(error: unknown, index: number): EditRefused {
  if (error instanceof EditRefused) return new EditRefused(error.message, index)
  if (error instanceof PythonError) return new EditRefused(error.message, index)
  throw error
}

function perform(
  view: View,
  draft: Draft,
  edit: Exclude<Edit, { do: 'drop-guards' | 'weaken-guards' | 'free-sizes' }>,
): void {
  switch (edit.do) {
    case 'set-value':
      return setValue(view, draft, edit)
    case 'set-tensor':
      return setTensor(view, draft, edit)
    case 'drop-guard':
      return dropGuard(view, draft, edit)
    case 'weaken':
      return weaken(view, draft, edit)
    case 'add-guard':
      return addNewGuard(view, draft, edit)
    case 'set-keyword':
      return setKeyword(view, draft, edit)
    case 'set-global-state':
      return setGlobalState(view, draft, edit)
    case 'replace-global-state':
      return replaceGlobalState(view, draft, edit)
    case 'set-shape-exprs':
      return setShapeExprs(view, draft, edit)
    case 'set-text':
      return setText(view, draft, edit)
    case 'set-code-list':
      return setCodeList(view, draft, edit)
    case 'strip':
      return strip(view, draft, edit)
    case 'migrate':
      return migrate(view, draft, edit)
  }
}
