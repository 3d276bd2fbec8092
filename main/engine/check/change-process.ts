/** What hangs together in the state of a process: autocast, and the dispatch keys that its thread leaves out. */
import { AUTOCAST_DEVICES } from '../../../shared/scalar-types'
import type { ScenarioJson } from '../../../shared/scenario'
import { keySet } from '../dispatch-keys'
import type { Facts } from '../facts'
import { isObject, withPath } from './json-parts'
import { AUTOCAST_KEYS } from './local-state'

/**
 * A thread leaves out the Autocast keys of the devices for which autocast is off (at::autocast::set_autocast_enabled): where
 * that changed, they do. What is of another form is for the schema to name.
 */
export function followAutocast(before: ScenarioJson, after: ScenarioJson, facts: Facts): ScenarioJson {
  const keys = after.process?.tls_dispatch_keys
  const [was, now] = [enabledIn(before), enabledIn(after)]
  if (keys === undefined || !/^\d+$/.test(keys.exclude) || was === null || now === null) return after
  let exclude = BigInt(keys.exclude)
  AUTOCAST_DEVICES.forEach((device, i) => {
    if (was[i] === now[i]) return
    const key = keySet(facts.table.dispatch_keys, [AUTOCAST_KEYS[device] ?? ''])
    exclude = now[i] === true ? exclude & ~key : exclude | key
  })
  return exclude === BigInt(keys.exclude)
    ? after
    : withPath(after, ['process', 'tls_dispatch_keys', 'exclude'], exclude.toString())
}

function enabledIn({ process }: ScenarioJson): readonly unknown[] | null {
  const state: unknown = process?.global_state?.autocast_state
  const enabled = isObject(state) ? state['enabled'] : null
  return Array.isArray(enabled) ? enabled : null
}
