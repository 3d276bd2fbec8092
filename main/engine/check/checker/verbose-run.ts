/** check_verbose of guards.cpp: one walk that counts the guards and says what failed. */
import type { GuardManager } from '../../manager'
import type { Classes } from '../../values/classes'
import type { Value } from '../../values/value'
import { follow } from '../access'
import type { LeafCheck, Run } from '../leaf'
import type { Failure, Trace, Unknown } from './debug-info'
import { type DictShape, dictFits, type Node } from './node'

/** One walk of check_verbose. */
export class VerboseRun {
  readonly unknown: Unknown[] = []
  parts: readonly string[] = []
  failed: Failure | null = null
  /** num_guards_executed of the manager that was walked last. */
  executed = 0
  /** Leaves that ran in the last call of `leaves`. */
  ran = 0

  constructor(
    private readonly classes: Classes,
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
