/** Replays scenarios on an open blob: the answer, and what became of each node of its tree. */
import { type Answer, OUTCOMES, type OutcomeName, type ReplayResult, type SweepRequest } from '../../shared/replay'
import type { ScenarioJson, ValueJson } from '../../shared/scenario'
import type { BuiltTree } from '../engine/build'
import { Checker, NEW_PROCESS, type Outcome } from '../engine/check/checker'
import { globalStateRows, parseGlobalState } from '../engine/check/global-state'
import { ownScenario } from '../engine/check/own-scenario'
import { parseScenario, readScenario, type Scenario, ScenarioError } from '../engine/check/scenario'
import { sweep } from '../engine/check/sweep'
import type { GuardManager, LeafGuard } from '../engine/manager'
import { summary } from '../engine/values/summary'
import { readScenarioFile } from './scenarios'
import type { TreeNode } from './tree-nodes'

const answerOf = (tri: boolean | null): Answer => (tri === null ? 'unknown' : tri ? 'true' : 'false')
const code = (name: OutcomeName): number => OUTCOMES.indexOf(name)

export class Replayer {
  private readonly checker: Checker
  /** Row of a manager; rows of a guard, which may stand in several managers. */
  private readonly managers = new Map<GuardManager, number>()
  private readonly leaves = new Map<LeafGuard, { readonly manager: GuardManager; readonly node: number }[]>()

  constructor(
    private readonly tree: BuiltTree,
    private readonly nodes: readonly TreeNode[],
  ) {
    this.checker = new Checker(tree)
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
    return JSON.stringify(ownScenario(this.tree), null, 2)
  }

  /** Scenarios out of a file's text, each as JSON to edit. */
  static list(text: string): readonly string[] {
    return readScenarioFile(new TextEncoder().encode(text)).scenarios.map((scenario) =>
      JSON.stringify(scenario, null, 2),
    )
  }

  replay(text: string): ReplayResult {
    const json = parse(text)
    const scenario = readScenario(json, this.tree.builder.classes)
    const outcomes = new Uint8Array(this.nodes.length)
    const check = this.checker.check(scenario)
    const info = this.checker.checkVerbose(scenario, {
      leaf: (leaf, manager, outcome) => this.mark(outcomes, this.rowOf(leaf, manager), outcome),
      manager: (manager, outcome) => this.mark(outcomes, this.managers.get(manager) ?? -1, outcome),
    })
    const { failed } = info
    const row =
      failed === null
        ? -1
        : failed.leaf === null
          ? (this.managers.get(failed.manager) ?? -1)
          : this.rowOf(failed.leaf, failed.manager)
    const { builder } = this.tree
    return {
      name: json.name,
      check: answerOf(check),
      parts: info.verboseCodeParts,
      executed: info.numGuardsExecuted,
      unknown: info.unknown,
      failed: row,
      actual:
        failed?.value == null || this.tree.epilogue.some((leaf) => leaf === failed.leaf)
          ? ''
          : summary(failed.value, (value) => builder.repr(value)),
      outcomes,
      globalState: this.globalState(json),
      asSaved: this.asSaved(scenario),
    }
  }

  /** Checks one tensor at each size of a dimension. */
  sweep(text: string, { local, dim, from, to }: SweepRequest): Uint8Array {
    const json = parse(text)
    const tensor = json.f_locals[local]
    if (tensor === undefined || !('kind' in tensor) || tensor.kind !== 'tensor')
      throw new ScenarioError(`f_locals.${local}`, 'expected a tensor')
    if (dim < 0 || dim >= tensor.shape.length)
      throw new ScenarioError(`f_locals.${local}.shape`, `expected a dimension ${dim}, it has ${tensor.shape.length}`)
    const values = Array.from({ length: Math.max(0, to - from + 1) }, (_, i): ValueJson => {
      const shape = tensor.shape.map((n, at) => (at === dim ? from + i : n))
      return { ...tensor, shape, stride: contiguous(shape) }
    })
    const answers = sweep(this.checker, this.tree.builder.classes, json, { local, values })
    return Uint8Array.from(answers, (answer) => code(answer === null ? 'unknown' : answer ? 'passed' : 'failed'))
  }

  private rowOf(leaf: LeafGuard, manager: GuardManager): number {
    return this.leaves.get(leaf)?.find((row) => row.manager === manager)?.node ?? -1
  }

  private mark(outcomes: Uint8Array, row: number, outcome: Outcome): void {
    if (row >= 0) outcomes[row] = code(outcome)
  }

  private globalState(json: ScenarioJson): ReplayResult['globalState'] {
    const saved = this.tree.builder.state.globalState
    const actual = json.process?.global_state
    const expected = saved === null ? null : parseGlobalState(saved)
    return expected === null || typeof expected === 'string' || actual == null ? [] : globalStateRows(expected, actual)
  }

  /** torch's loaded manager is known to differ from the one that was saved in these. */
  private asSaved(scenario: Scenario): string[] {
    const { builder, root } = this.tree
    const notes: string[] = []
    const device = root.leaves.find((leaf) => leaf.expected.kind === 'default-device')
    if (device?.expected.kind === 'default-device') {
      const saved = device.expected.device === null ? null : deviceText(builder.repr(device.expected.device))
      if (saved !== NEW_PROCESS.currentDevice && scenario.process.currentDevice === saved)
        notes.push(`before saving, DEFAULT_DEVICE wanted ${saved}: a loaded manager wants the loading process's device`)
    }
    const marked = [...scenario.locals].find(
      ([, value]) => value.kind === 'tensor' && [...value.attrs].some(([name]) => name.startsWith('_dynamo_')),
    )
    if (marked !== undefined)
      notes.push(`${marked[0]} carries dimension markings: they are lost on saving, so a loaded manager refuses any`)
    return notes
  }
}

const deviceText = (repr: string | null): string | null => /type='([^']+)'/.exec(repr ?? '')?.[1] ?? null

function contiguous(shape: readonly number[]): number[] {
  const stride: number[] = []
  let step = 1
  for (let i = shape.length - 1; i >= 0; i--) {
    stride[i] = step
    step *= Math.max(1, shape[i] ?? 1)
  }
  return stride
}

function parse(text: string): ScenarioJson {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new ScenarioError('', `not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  return parseScenario(json)
}
