/** Replays scenarios on an open blob: the answer, and what became of each node of its tree. */
import {
  type Answer,
  type ExplainedRow,
  type GlobalStateRow,
  OUTCOMES,
  type OutcomeName,
  type ReplayOptions,
  type ReplayResult,
  type ReplayRow,
  type ScenarioChange,
  type Suggestion,
  type SweepAxis,
  type SweepResult,
  unreadRow,
} from '../../shared/replay'
import type { GlobalState, ScenarioJson } from '../../shared/scenario'
import type { BuiltTree } from '../engine/build'
import { applyChanges } from '../engine/check/change'
import { Checker } from '../engine/check/checker'
import type { Failure, GuardDebugInfo, Outcome } from '../engine/check/checker/debug-info'
import { NEW_PROCESS } from '../engine/check/loading-process'
import { explain } from '../engine/check/explain'
import { globalStateRows, parseGlobalState } from '../engine/check/global-state'
import { ownScenario } from '../engine/check/own-scenario'
import { readScenario, type Scenario } from '../engine/check/scenario'
import { parseScenario, ScenarioError } from '../engine/check/scenario/parse'
import { suggest } from '../engine/check/suggest'
import { sweep } from '../engine/check/sweep'
import type { Tri } from '../engine/check/semantics'
import type { GuardManager, LeafGuard } from '../engine/manager'
import { answerOf, BeforeSaving } from './before-saving'
import type { GuardDocument } from './document'
import { readScenarioFile } from './scenarios'
import type { TreeNode } from './tree-nodes'

const code = (name: OutcomeName): number => OUTCOMES.indexOf(name)

const replayers = new WeakMap<GuardDocument, Map<number, Replayer>>()

/** The replayer of a blob of an open document, made when it is first asked for. */
export function replayerOf(document: GuardDocument, blob: number): Replayer {
  const ofDocument = replayers.get(document) ?? new Map<number, Replayer>()
  replayers.set(document, ofDocument)
  let replayer = ofDocument.get(blob)
  // an edited blob has another tree
  if (replayer?.tree !== document.tree(blob)) {
    replayer = new Replayer(document.tree(blob), document.nodes(blob))
    ofDocument.set(blob, replayer)
  }
  return replayer
}

/** Every answer is that of a manager that was just loaded: none depends on what was replayed before. */
export class Replayer {
  /** By the state that the GLOBAL_STATE guard is built from; '' for the blob's own. The one that was used last stays. */
  private made: { readonly key: string; readonly checker: Checker } | null = null
  private saved: BeforeSaving | null = null
  /** Row of a manager; rows of a guard, which may stand in several managers. */
  private readonly managers = new Map<GuardManager, number>()
  private readonly leaves = new Map<LeafGuard, { readonly manager: GuardManager; readonly node: number }[]>()

  constructor(
    readonly tree: BuiltTree,
    private readonly nodes: readonly TreeNode[],
  ) {
    nodes.forEach((node, i) => {
      if ('leaf' in node) {
        const rows = this.leaves.get(node.leaf) ?? []
        rows.push({ manager: node.manager, node: i })
        this.leaves.set(node.leaf, rows)
      } else if (node.kind !== 'pair') this.managers.set(node.manager, i)
    })
  }

  /** The values the blob was saved with, as JSON to edit. */
  own(): string {
    return written(ownScenario(this.tree))
  }

  /** Scenarios out of a file's bytes, each as JSON to edit. */
  static list(file: Uint8Array): readonly string[] {
    return readScenarioFile(file).scenarios.map(written)
  }

  /** The scenario with parts of it changed. */
  change(text: string, changes: readonly ScenarioChange[]): string {
    // as it stands, with what the schema does not know
    return written(applyChanges(parseJson(text) as ScenarioJson, changes, this.tree.builder.facts))
  }

  replay(text: string, options: ReplayOptions): ReplayResult {
    const json = readText(text)
    const { checker, scenario, check } = this.run(json, options)
    const outcomes = new Uint8Array(this.nodes.length)
    const info = checker.checkVerbose(scenario, {
      leaf: (leaf, manager, outcome) => this.mark(outcomes, this.rowOf(leaf, manager), outcome),
      manager: (manager, outcome) => this.mark(outcomes, this.managers.get(manager) ?? -1, outcome),
    })
    const explained = this.explained(info, scenario, options)
    return {
      name: json.name,
      check: answerOf(check),
      parts: info.verboseCodeParts,
      part: failedPart(info, explained),
      executed: info.numGuardsExecuted,
      ...this.failedAt(info.failed),
      unknown: info.unknown,
      explained,
      outcomes,
      globalState: this.stateRows(json, options),
      asSaved: this.original().answer(scenario, { check, info, hasOtherState: options.guardState !== null }),
    }
  }

  replayAll(texts: readonly string[], options: ReplayOptions): ReplayRow[] {
    return texts.map((text, i): ReplayRow => {
      let name = `scenario ${i}`
      try {
        const json = readText(text)
        name = json.name
        const { checker, scenario, check } = this.run(json, options)
        const asSaved = this.original().check(scenario, { check, hasOtherState: options.guardState !== null })
        const info = checker.checkVerbose(scenario)
        // which of several failed is worked out only where there are several
        const explained = info.verboseCodeParts.length > 1 ? this.explained(info, scenario, options) : []
        return { name, error: null, ...this.row(check, asSaved, info), part: failedPart(info, explained) }
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error
        return unreadRow(name, error.message)
      }
    })
  }

  /** The check alone. */
  check(json: ScenarioJson, options: ReplayOptions): Answer {
    return answerOf(this.run(json, options).check)
  }

  /** The code part that fails, or what is not known; empty where all passes. */
  whyNot(json: ScenarioJson, options: ReplayOptions): string {
    const { checker, scenario } = this.run(json, options)
    const info = checker.checkVerbose(scenario)
    if (info.result === null) return info.unknown[0]?.reason ?? ''
    return failedPart(info, info.verboseCodeParts.length > 1 ? this.explained(info, scenario, options) : [])
  }

  /** Checks at each value of an axis, or at each pair of two. */
  sweep(text: string, axes: readonly SweepAxis[], options: ReplayOptions): SweepResult {
    const swept = sweep(this.checker(options), this.tree.builder.classes, readText(text), axes)
    return {
      rows: swept.rows,
      columns: swept.columns,
      outcomes: Uint8Array.from(swept.answers, (answer) =>
        code(answer === null ? 'unknown' : answer ? 'passed' : 'failed'),
      ),
      failed: Int32Array.from(swept.failures, (failure) => this.failedRow(failure)),
    }
  }

  /** What would make a failing scenario pass. */
  suggest(text: string, options: ReplayOptions): readonly Suggestion[] {
    return suggest(this.tree, readText(text), this.loading(options))
  }

  /** The global state that the blob was saved with; null where it has none. */
  globalState(): string | null {
    return this.tree.builder.state.globalState
  }

  /** The same, and whether a GLOBAL_STATE guard holds it. */
  heldState(): { readonly state: string | null; readonly guarded: boolean } {
    const guarded = [...this.leaves.keys()].some(({ cls }) => cls === 'GLOBAL_STATE')
    return { state: this.globalState(), guarded }
  }

  /** The blob's own global state against another. Throws ScenarioError where that is none. */
  compareGlobalState(text: string): GlobalStateRow[] {
    const actual = stateFrom(text)
    const saved = this.tree.builder.state.globalState
    const expected = saved === null ? null : parseGlobalState(saved)
    if (expected === null) throw new ScenarioError('', 'the blob holds no global state: torch 2.8 takes it at load')
    if (typeof expected === 'string') throw new ScenarioError('', `the blob's own state cannot be read: ${expected}`)
    return globalStateRows(expected, actual)
  }

  private run(json: ScenarioJson, options: ReplayOptions) {
    const checker = this.checker(options)
    const scenario: Scenario = readScenario(json, this.tree.builder.classes)
    checker.unlearn()
    return { checker, scenario, check: checker.check(scenario) }
  }

  private original(): BeforeSaving {
    return (this.saved ??= new BeforeSaving(this.tree))
  }

  private checker(options: ReplayOptions): Checker {
    const key = options.guardState ?? ''
    if (this.made?.key !== key) this.made = { key, checker: new Checker(this.tree, this.loading(options)) }
    return this.made.checker
  }

  private loading(options: ReplayOptions) {
    return { ...NEW_PROCESS, guardState: this.stateOf(options) }
  }

  private stateOf({ guardState }: ReplayOptions): GlobalState | null {
    return guardState === null ? null : stateFrom(guardState)
  }

  private row(check: Tri, asSaved: Tri, info: GuardDebugInfo): Omit<ReplayRow, 'name' | 'error' | 'part'> {
    return {
      check: answerOf(check),
      ...this.failedAt(info.failed),
      executed: info.numGuardsExecuted,
      asSaved: answerOf(asSaved),
    }
  }

  private explained(info: GuardDebugInfo, scenario: Scenario, options: ReplayOptions): readonly ExplainedRow[] {
    return info.failed === null ? [] : explain(this.tree, info.failed, scenario, this.stateOf(options))
  }

  private failedAt(failed: Failure | null): {
    readonly guard: string
    readonly source: string
    readonly failed: number
  } {
    return {
      guard: failed === null ? '' : (failed.leaf?.cls ?? failed.manager.cls),
      source: failed?.manager.source ?? '',
      failed: this.failedRow(failed),
    }
  }

  private failedRow(failed: Failure | null): number {
    if (failed === null) return -1
    return failed.leaf === null ? (this.managers.get(failed.manager) ?? -1) : this.rowOf(failed.leaf, failed.manager)
  }

  private rowOf(leaf: LeafGuard, manager: GuardManager): number {
    return this.leaves.get(leaf)?.find((row) => row.manager === manager)?.node ?? -1
  }

  private mark(outcomes: Uint8Array, row: number, outcome: Outcome): void {
    if (row >= 0) outcomes[row] = code(outcome)
  }

  private stateRows(json: ScenarioJson, options: ReplayOptions): readonly GlobalStateRow[] {
    const saved = this.tree.builder.state.globalState
    const actual = json.process?.global_state
    const expected = this.stateOf(options) ?? (saved === null ? null : parseGlobalState(saved))
    return expected === null || typeof expected === 'string' || actual == null ? [] : globalStateRows(expected, actual)
  }
}

/** The code part of a failure; of expressions, the first that does not hold. */
function failedPart({ verboseCodeParts: parts }: GuardDebugInfo, explained: readonly ExplainedRow[]): string {
  const broken = explained.find(({ same }) => same === false)
  return (broken && parts.find((part) => part.startsWith(broken.expected))) ?? parts[0] ?? ''
}

const written = (json: ScenarioJson): string => JSON.stringify(json, null, 2)

function stateFrom(text: string): GlobalState {
  const state = parseGlobalState(text)
  if (typeof state === 'string') throw new ScenarioError('global state', state)
  return state
}

/** Throws ScenarioError. */
export const readText = (text: string): ScenarioJson => parseScenario(parseJson(text))

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ScenarioError('', `not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
