/** What a form needs to offer edits of a blob: guard kinds with their keywords, sources, and the torches to migrate to. */
import type { EditChoices } from '../../../shared/edit-choices'
import { dictEntries } from '../../pickle/access'
import { kindsToAdd } from './guards'
import { migrationsFrom } from './migrate'
import type { View } from './view'

export function choicesOf(view: View): EditChoices {
  return {
    torch: view.state.version,
    kinds: kindsToAdd(view),
    sources: [...new Set([...view.sources.keys(), ...unguarded(view)])].filter((name) => name !== ''),
    migrations: migrationsFrom(view.state.version),
  }
}

/** Locals and globals whose values the file holds, whether or not a guard looks at them. */
function* unguarded({ state }: View): Generator<string> {
  for (const [letter, dict] of [
    ['L', state.localScope],
    ['G', state.globalScope],
  ] as const) {
    if (dict === null) continue
    for (const [key] of dictEntries(dict))
      if (key.kind === 'str' && /^[^'\\]+$/.test(key.value)) yield `${letter}['${key.value}']`
  }
}
