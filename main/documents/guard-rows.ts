/** The rows of a blob's tree with the guards they stand for, so that guards can be left out by their rows. */
import type { ScenarioJson } from '../../shared/scenario'
import type { GuardRows } from '../overhead/leave-out'
import { ownScenario } from '../engine/check/own-scenario'
import type { GuardDocument } from './document'
import { endsOf } from './profile'
import { readText } from './replay'

/** What a live process is asked to time; `scenario` null: the call that was saved. */
export interface TimedCall {
  readonly rows: GuardRows
  readonly scenario: ScenarioJson
}

export function timedCall(document: GuardDocument, blob: number, scenario: string | null): TimedCall {
  return {
    rows: guardRows(document, blob),
    scenario: scenario === null ? ownScenario(document.tree(blob)) : readText(scenario),
  }
}

export function guardRows(document: GuardDocument, blob: number): GuardRows {
  const { builder } = document.tree(blob)
  const { guards } = builder.state
  const places = new Map(guards.map((guard, place) => [guard, place]))
  return {
    ends: endsOf(document.depths(blob)),
    guardOf: Int32Array.from(document.nodes(blob), (node) =>
      'leaf' in node && node.leaf.guard !== null ? (places.get(node.leaf.guard) ?? -1) : -1,
    ),
    guards: guards.map((guard) => `${guard.createFn} ${builder.name(guard)}`),
  }
}
