/** The guard tree compiled to a checker: `check` and `check_verbose` of RootGuardManager (guards.cpp). */
import type { BuiltTree } from '../build'
import type { GuardManager, LeafGuard } from '../manager'
import { sortedPairs } from '../print'
import { classOf } from '../values/attributes'
import type { DictValue, PyClass, Value } from '../values/value'
import { follow, stepOf } from './access'
import type { Step } from './access/making'
import type { AsSaved } from './as-saved'
import type { LeafCheck, Run } from './leaf'
import { LeafCompiler } from './leaves'
import type { LoadingProcess } from './loading-process'
import { type LocalState, localState } from './local-state'
import { Locals, MappedDict } from './mapped'
import type { Tri } from './semantics'
import type { Scenario } from './scenario'
import { stdSort } from './std-sort'

/** GuardDebugInfo. `result` is null where the scenario does not say enough. */
export interface GuardDebugInfo {
  readonly result: Tri
  readonly verboseCodeParts: readonly string[]
  readonly numGuardsExecuted: number
  /** What was not known on the way: torch would have gone on or stopped there. */
  readonly unknown: readonly Unknown[]
  /** What failed; null where nothing did. */
  readonly failed: Failure | null
}
export interface Unknown {
  readonly source: string
  readonly reason: string
}
export interface Failure {
  /** The guard, or null where an access or a check of a dict manager failed. */
  readonly leaf: LeafGuard | null
  readonly manager: GuardManager
  /** What was found there; null where the way led to nothing. */
  readonly value: Value | null
}

/** How a part of the tree came out of a run; what is not reported was not reached. */
export type Outcome = 'passed' | 'failed' | 'unknown'
export interface Trace {
  readonly leaf: (leaf: LeafGuard, manager: GuardManager, outcome: Outcome) => void
  readonly manager: (manager: GuardManager, outcome: Outcome) => void
}

/** A manager. Of one shape each, its tests in an array of their own: a check goes through thousands. */
class Node {
  failCount = 0
  /** Whether it learned anything since the last `unlearn`. */
  learned = false
  /** The dict that passed last: what is immutable in it need not be asked again (GuardManager::_dict_tag). */
  passed: Value | null = null
  /** The dispatch keys of the thread that it passed in. */
  passedIn: LocalState | null = null
  /** A dict that may have passed since: what was asked of it was not known. */
  maybePassed: Value | null = null
  maybePassedIn: LocalState | null = null
  /** Whether any child is such. */
  readonly remembers: boolean
  private readonly inOrder: Link[]
  readonly tests: readonly LeafCheck['test'][]
  constructor(
    readonly manager: GuardManager,
    readonly leaves: readonly LeafCheck[],
    /** In the order of their fail counts, as `check` learns them; check_verbose follows it. */
    public children: Link[],
    readonly dict: DictShape | null,
  ) {
    this.tests = leaves.map((leaf) => leaf.test)
    this.remembers = children.some((link) => link.skippedIn !== 0)
    this.inOrder = children
  }

  unlearn(): void {
    this.failCount = 0
    this.learned = false
    this.forget()
    this.children = this.inOrder
  }

  forget(): void {
    this.passed = null
    this.maybePassed = null
  }

  passes(value: Value, local: LocalState | null, certain: boolean): void {
    this.maybePassed = certain ? null : value
    this.maybePassedIn = local
    if (!certain) return
    this.passed = value
    this.passedIn = local
  }
}
/** A dict as it was saved, one of the version that passed last, the very one that passed last in the same process. */
const [SAVED, UNCHANGED, SAME] = [1, 2, 4]

class Link {
  readonly get: Step['get']
  /** The dicts above in which it is skipped (matches_dict_tag), by their bits. */
  readonly skippedIn: number
  constructor(
    readonly step: Step,
    readonly node: Node,
    skippedInSavedDict: boolean,
    skippedInUnchangedDict: boolean,
  ) {
    this.get = step.get
    // a relational guard has to see every value, in this check too
    const skippedInSame = skippedInSavedDict && node.leaves.every(({ leaf }) => !leaf.relational)
    this.skippedIn =
      (skippedInSavedDict ? SAVED : 0) | (skippedInUnchangedDict ? UNCHANGED : 0) | (skippedInSame ? SAME : 0)
  }
}
interface Pair {
  readonly index: number
  readonly key: Node | null
  readonly value: Node | null
}
interface DictShape {
  readonly type: PyClass | null
  readonly size: number | null
  readonly pairs: readonly Pair[]
}

/** Managers in managers that are followed: torch's own recursion would end near there, too. */
const MAX_DEPTH = 1000

export const NEW_PROCESS: LoadingProcess = { currentDevice: null, globalState: null, guardState: null, env: 'none' }

export class Checker {
  private readonly root: Node
  private readonly epilogue: readonly LeafCheck[]
  private readonly resets: (() => void)[] = []
  private readonly leaves: LeafCompiler
  private readonly savedGlobals: DictValue
  private globals: DictValue
  private tooDeep: Unknown | null = null
  private readonly buildUnknowns: readonly Unknown[]

  constructor(
    private readonly tree: BuiltTree,
    loading: LoadingProcess = NEW_PROCESS,
    /** To answer as the manager before saving; null for the loaded one, which `loading` is for. */
    private readonly asSaved: AsSaved | null = null,
  ) {
    const { builder } = tree
    this.leaves = new LeafCompiler(builder, asSaved?.process ?? loading, asSaved)
    const saved = builder.evaluator.savedGlobals()
    this.savedGlobals = saved ?? new MappedDict('dict', builder.classes.builtin('dict'), [], new Map())
    this.globals = this.savedGlobals
    this.root = this.compile(tree.root, 0)
    this.epilogue = tree.epilogue.map((leaf) => this.noted(this.leaves.compile(leaf, tree.root)))
    this.buildUnknowns = tree.problems.map(({ guard, message }) => ({
      source: guard === null ? '' : builder.name(guard),
      reason: `the guard was not built: ${message}`,
    }))
  }

  private noted(check: LeafCheck): LeafCheck {
    if (check.reset !== undefined && !this.resets.includes(check.reset)) this.resets.push(check.reset)
    return check
  }

  private compile(manager: GuardManager, depth: number): Node {
    const { builder } = this.tree
    if (depth > MAX_DEPTH) {
      this.tooDeep = { source: manager.source, reason: `deeper than ${MAX_DEPTH} managers` }
      return new Node(manager, [], [], null)
    }
    const under = (child: GuardManager | null): Node | null => (child === null ? null : this.compile(child, depth + 1))
    const pairs = sortedPairs(manager).map(([index, { key, value }]): Pair => ({
      index,
      key: under(key),
      value: under(value),
    }))
    const example = manager.value
    return new Node(
      manager,
      this.leaves.all(manager).map((check) => this.noted(check)),
      manager.children.map((child) => {
        const skipped =
          child.accessor.cls === 'DictGetItemGuardAccessor' &&
          child.manager.children.length === 0 &&
          isImmutable(child.manager.value)
        return new Link(
          stepOf(builder.classes, manager, child, () => this.globals),
          this.compile(child.manager, depth + 1),
          skipped,
          skipped && (builder.dialect.skipsTensorsInSameDict || child.manager.value?.kind !== 'tensor'),
        )
      }),
      manager.cls === 'DictGuardManager'
        ? { type: manager.type, size: example?.kind === 'dict' ? example.entries.length : null, pairs }
        : null,
    )
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
    for (const check of this.epilogue) {
      const answer = check.test(NOTHING, run)
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

/** One walk of check_verbose. */
class VerboseRun {
  readonly unknown: Unknown[] = []
  parts: readonly string[] = []
  failed: Failure | null = null
  /** num_guards_executed of the manager that was walked last. */
  executed = 0
  /** Leaves that ran in the last call of `leaves`. */
  ran = 0

  constructor(
    private readonly classes: BuiltTree['builder']['classes'],
    private readonly run: Run,
    private readonly trace: Trace | null,
  ) {}

  /** check_leaf_guards_verbose_nopybind. */
  leaves(checks: readonly LeafCheck[], manager: GuardManager, value: Value): boolean {
    this.ran = 0
    for (const check of checks) {
      const tested = check.test(value, this.run)
      // a guard holds for the value it was made from
      const answer = tested === null && value === manager.value ? true : tested
      this.ran++
      this.trace?.leaf(check.leaf, manager, answer === null ? 'unknown' : answer ? 'passed' : 'failed')
      if (answer === null) {
        const reason = check.unknown?.(value, this.run) ?? 'the scenario does not say'
        this.unknown.push({ source: manager.source, reason })
      } else if (!answer) {
        this.parts = check.explain?.(value, this.run) ?? check.leaf.parts
        const doubt = check.doubt?.(value, this.run) ?? null
        if (doubt !== null) this.unknown.push({ source: manager.source, reason: doubt })
        this.failed = { leaf: check.leaf, manager, value }
        return false
      }
    }
    return true
  }

  node(node: Node, value: Value): boolean {
    const before = this.unknown.length
    const ok = node.dict === null ? this.plain(node, value) : this.dict(node, node.dict, value)
    this.trace?.manager(node.manager, ok ? (this.unknown.length > before ? 'unknown' : 'passed') : 'failed')
    return ok
  }

  private plain(node: Node, value: Value): boolean {
    const { manager } = node
    if (!this.leaves(node.leaves, manager, value)) {
      this.executed = this.ran
      return false
    }
    let total = this.ran
    for (const { step, node: child } of node.children) {
      const next = follow(step, value)
      if (next === null) {
        this.parts = [step.failure(value)]
        this.failed = { leaf: null, manager: child.manager, value: null }
        this.trace?.manager(child.manager, 'failed')
        this.executed = total
        return false
      }
      const ok = this.node(child, next)
      total += this.executed
      if (!ok) {
        this.executed = total
        return false
      }
    }
    this.executed = total
    return true
  }

  /** DictGuardManager::check_verbose_nopybind: where all is well, the guards on the dict itself are not counted. */
  private dict(node: Node, dict: DictShape, value: Value): boolean {
    const { manager } = node
    this.executed = 0
    const fits = dictFits(this.classes, dict, value)
    if (fits === null) {
      this.unknown.push({ source: manager.source, reason: 'the scenario does not give this dict' })
      return true
    }
    if (fits !== true) {
      this.parts = [fits === 'type' ? `TYPE_MISMATCH(${manager.source})` : `len(${manager.source}) != ${dict.size}`]
      this.failed = { leaf: null, manager, value }
      return false
    }
    if (dict.size === 0) return true
    if (!this.plain(node, value)) return false
    let total = 0
    if (value.kind === 'dict') {
      for (const { index, key, value: item } of dict.pairs) {
        const entry = value.entries[index]
        if (entry === undefined) break
        for (const [of, part] of [
          [key, entry[0]],
          [item, entry[1]],
        ] as const) {
          if (of === null) continue
          const ok = this.node(of, part)
          total += this.executed
          if (!ok) {
            this.executed = total
            return false
          }
        }
      }
    }
    this.executed = total
    return true
  }
}

/** true, null where it is not known, or what does not fit. */
function dictFits(
  classes: BuiltTree['builder']['classes'],
  dict: DictShape,
  value: Value,
): true | null | 'type' | 'size' {
  const cls = classOf(classes, value)
  if (cls === null || dict.type === null) return null
  if (cls !== dict.type) return 'type'
  if (dict.size === null || value.kind !== 'dict') return null
  return value.entries.length === dict.size || 'size'
}

function comparedWith(node: Node, value: Value, run: Run): number {
  return (value === node.manager.value ? SAVED : 0) | likeness(value, node.passed, node.passedIn, run)
}

function likeness(value: Value, passed: Value | null, passedIn: LocalState | null, run: Run): number {
  if (!isUnchanged(value, passed)) return 0
  return UNCHANGED | (value === passed && run.local === passedIn ? SAME : 0)
}

/** Whether a dict is the one that passed last, or says that it has its version tag. */
function isUnchanged(value: Value, passed: Value | null): boolean {
  if (value === passed) return true
  if (value.kind !== 'dict' || value.version === undefined) return false
  return passed?.kind === 'dict' && passed.version === value.version
}

/** is_immutable_object, of what a blob holds (guards.cpp). */
function isImmutable(value: Value | null): boolean {
  switch (value?.kind) {
    case 'none':
    case 'int':
    case 'float':
    case 'bool':
    case 'str':
    case 'tensor':
      return true
    case 'sequence':
      return value.base === 'tuple' && value.items.every(isImmutable)
    case 'function':
      return value.type?.name === 'builtins.builtin_function_or_method'
    default:
      return false
  }
}
