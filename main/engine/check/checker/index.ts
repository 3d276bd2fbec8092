/** The guard tree compiled to a checker: `check` and `check_verbose` of RootGuardManager (guards.cpp). */
import type { BuiltTree } from '../../build'
import type { LeafGuard } from '../../manager'
import type { DictValue, Value } from '../../values/value'
import { follow } from '../access'
import type { AsSaved } from '../as-saved'
import type { LeafCheck, Run } from '../leaf'
import { type LoadingProcess, NEW_PROCESS } from '../loading-process'
import { localState } from '../local-state'
import { Locals, MappedDict } from '../mapped'
import type { Scenario } from '../scenario'
import type { Tri } from '../semantics'
import { stdSort } from '../std-sort'
import { compileTree } from './compile'
import type { GuardDebugInfo, Trace, Unknown } from './debug-info'
import { askEveryGuard } from './every-guard'
import { comparedWith, dictFits, type DictShape, likeness, type Link, type Node, type Pair } from './node'
import { type Place, placesOf } from './places'
import { VerboseRun } from './verbose-run'

export class Checker {
  private readonly root: Node
  private readonly epilogue: readonly LeafCheck[]
  private readonly epilogueTests: LeafCheck['test'][]
  private readonly resets: readonly (() => void)[]
  private readonly savedGlobals: DictValue
  private globals: DictValue
  private readonly tooDeep: Unknown | null
  private readonly buildUnknowns: readonly Unknown[]

  constructor(
    private readonly tree: BuiltTree,
    loading: LoadingProcess = NEW_PROCESS,
    /** To answer as the manager before saving; null for the loaded one, which `loading` is for. */
    private readonly asSaved: AsSaved | null = null,
  ) {
    const { builder } = tree
    const saved = builder.evaluator.savedGlobals()
    this.savedGlobals = saved ?? new MappedDict('dict', builder.classes.builtin('dict'), [], new Map())
    this.globals = this.savedGlobals
    const compiled = compileTree(tree, loading, asSaved, () => this.globals)
    this.root = compiled.root
    this.epilogue = compiled.epilogue
    this.epilogueTests = this.epilogue.map(({ test }) => test)
    this.resets = compiled.resets
    this.tooDeep = compiled.tooDeep
    this.buildUnknowns = tree.problems.map(({ guard, message }) => ({
      source: guard === null ? '' : builder.name(guard),
      reason: `the guard was not built: ${message}`,
    }))
  }

  /** A scenario that is checked again has the dispatch keys that it had. */
  private last: (Run & { readonly process: Scenario['process'] }) | null = null

  private run(scenario: Scenario): Run {
    const { builder } = this.tree
    const saved = this.asSaved === null && builder.dialect.globals === 'saved'
    this.globals = saved ? this.savedGlobals : scenario.globals
    const { process } = scenario
    if (this.last?.scenario !== scenario || this.last.process !== process)
      this.last = { scenario, process, local: localState(builder.facts, builder.dialect, scenario) }
    return this.last
  }

  private end(): void {
    for (const reset of this.resets) reset()
    this.globals = this.savedGlobals
  }

  /** Fails fast and learns: what fails often is asked first from then on. */
  check(scenario: Scenario): Tri {
    const run = this.run(scenario)
    const { locals } = scenario
    this.sawUnknown = this.tooDeep !== null || this.buildUnknowns.length > 0
    const passed =
      this.checkNode(this.root, new Locals(this.tree.builder.classes, locals), run) && this.checkEpilogue(run)
    this.end()
    if (this.sawUnknown) this.unsure = true
    return !passed ? false : this.sawUnknown ? null : true
  }

  private sawUnknown = false
  /** Whether a check may have ended at what was not known: then what it learned is not certain either. */
  private unsure = false
  private readonly learned: Node[] = []

  private checkEpilogue(run: Run): boolean {
    for (const test of this.epilogueTests) {
      const answer = test(NOTHING, run)
      if (answer === false) return false
      if (answer === null) this.sawUnknown = true
    }
    return true
  }

  private checkNode(node: Node, value: Value, run: Run): boolean {
    const { dict } = node
    if (dict !== null) {
      const fits = dictFits(this.tree.builder.classes, dict, value)
      if (fits === null) {
        this.sawUnknown = true
        return true
      }
      if (fits !== true) {
        this.countFailure(node, 1)
        return false
      }
      if (dict.size === 0) return true
    }
    const { tests } = node
    // a DictGuardManager counts what fails in its base once more
    const times = dict === null ? 1 : 2
    for (let i = 0; i < tests.length; i++) {
      const answer = (tests[i] as LeafCheck['test'])(value, run)
      // a guard holds for the value it was made from
      if (answer === false) {
        this.countFailure(node, times)
        return false
      }
      if (answer === null && value !== node.manager.value) this.sawUnknown = true
    }
    const { children } = node
    if (children.length === 0) return dict === null || value.kind !== 'dict' || this.checkPairs(dict, value, run)
    const dictIs = node.remembers ? comparedWith(node, value, run) : 0
    const dictMayBe = node.maybePassed === null ? 0 : likeness(value, node.maybePassed, node.maybePassedIn, run)
    for (let i = 0; i < children.length; i++) {
      const link = children[i] as Link
      if ((link.skippedIn & dictIs) !== 0) continue
      let next = link.get(value)
      if (next !== null && next.kind === 'unknown') next = follow(link.step, value)
      if (next !== null && this.checkNode(link.node, next, run)) continue
      if ((link.skippedIn & dictMayBe) !== 0) {
        this.sawUnknown = true
        continue
      }
      this.countFailure(node, times)
      if (i > 0) {
        node.children = [...children]
        stdSort(node.children, (child) => child.node.failCount)
      }
      return false
    }
    if (node.remembers) {
      this.learns(node)
      node.passes(value, run.local, !this.sawUnknown)
    }
    return dict === null || value.kind !== 'dict' || this.checkPairs(dict, value, run)
  }

  /** To be called where a value of a scenario that was checked has been changed in place. */
  forget(): void {
    this.last = null
    for (const node of this.learned) node.forget()
  }

  /** Forgets what `check` has learned: the fail counts and the order that came of them. */
  unlearn(): void {
    this.unsure = false
    for (const node of this.learned) node.unlearn()
    this.learned.length = 0
  }

  private countFailure(node: Node, times: number): void {
    this.learns(node)
    node.failCount += times
  }

  private learns(node: Node): void {
    if (node.learned) return
    node.learned = true
    this.learned.push(node)
  }

  private checkPairs(dict: DictShape, value: DictValue, run: Run): boolean {
    const { pairs } = dict
    const { entries } = value
    for (let i = 0; i < pairs.length; i++) {
      const { index, key, value: item } = pairs[i] as Pair
      const entry = entries[index]
      if (entry === undefined) break
      if (key !== null && !this.checkNode(key, entry[0], run)) return false
      if (item !== null && !this.checkNode(item, entry[1], run)) return false
    }
    return true
  }

  /** Each accessor and guard that a check may call, in the order of the tree. */
  places(): readonly Place[] {
    return placesOf(this.root, this.epilogue, this.epilogueTests)
  }

  /** Every guard with its answer, also behind one that fails; nothing is learned. */
  askEveryGuard(scenario: Scenario, told: (leaf: LeafGuard, answer: Tri) => void): void {
    const run = this.run(scenario)
    const { classes } = this.tree.builder
    askEveryGuard(classes, this.root, new Locals(classes, scenario.locals), run, told)
    for (const { leaf, test } of this.epilogue) told(leaf, test(NOTHING, run))
    this.end()
  }

  /** Changes nothing, and says what failed and how many guards ran until then. */
  checkVerbose(scenario: Scenario, trace: Trace | null = null): GuardDebugInfo {
    const run = this.run(scenario)
    const verbose = new VerboseRun(this.tree.builder.classes, run, trace)
    const locals = new Locals(this.tree.builder.classes, scenario.locals)
    const inTree = verbose.node(this.root, locals)
    const ok = inTree && verbose.leaves(this.epilogue, this.tree.root, NOTHING)
    const executed = inTree ? verbose.executed + verbose.ran : verbose.executed
    this.end()
    const unknown = [...this.buildUnknowns, ...(this.tooDeep === null ? [] : [this.tooDeep]), ...verbose.unknown]
    if (this.unsure && !ok)
      unknown.push({ source: '', reason: 'the order of the guards hangs on calls whose answer was unknown' })
    return {
      result: ok ? (unknown.length === 0 ? true : null) : false,
      verboseCodeParts: verbose.parts,
      numGuardsExecuted: executed,
      unknown,
      failed: verbose.failed,
    }
  }
}

/** What an epilogue guard is given: it looks at the scopes itself. */
const NOTHING: Value = { kind: 'none', type: null, node: null }
