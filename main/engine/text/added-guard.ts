/** A guard that a person wrote on a source: the edit that adds it, and those that make it want what its line says. */
import type { Edit } from '../../../shared/edit'
import type { ValueJson } from '../../../shared/scenario'
import { sourcesIn } from '../edit/view'
import type { DocumentText, GuardItem } from './document-text'
import { BARE, classNameOf, familyOf, type Parts, tensorParts, valueOf, valuePart } from './guard-parts'
import type { ReadLine } from './read-guard'
import { setTensor } from './set-tensor-edit'
import type { Steps } from './steps'

export function addedGuard(
  { tree }: DocumentText,
  name: string,
  items: readonly GuardItem[],
  { line, read }: ReadLine,
  steps: Steps,
): void {
  const { builder } = tree
  const { createFn, parts } = read
  const wrong = (message: string, at = read.at, end = read.end): void => {
    steps.problems.push({ line, column: at + 1, endColumn: end + 1, message })
  }
  const source = items[0]?.guard.source ?? sourcesIn(builder.state, (one) => builder.names.of(one)).get(name) ?? null
  const add = (keywords?: Record<string, ValueJson>): void => {
    const edit: Edit = { do: 'add-guard', name, create_fn: createFn, ...(keywords === undefined ? {} : { keywords }) }
    steps.adds.push({ edit, line })
  }
  const bare = parts.get(BARE)
  switch (familyOf(createFn)) {
    case 'tensor': {
      const own: Parts = tensorParts(builder, { source, keywords: new Map() }) ?? new Map()
      const changed = [...parts].filter(([part, { text }]) => own.get(part)?.text !== text)
      add()
      if (changed.length > 0) steps.adds.push({ edit: setTensor(name, changed), line })
      return
    }
    case 'value': {
      const own = valuePart(valueOf(builder, { source }))
      if (bare !== undefined && own === null)
        return wrong(`${name} has no value that a text can set`, bare.at, bare.end)
      add()
      const isSet = steps.sets.some(({ edit }) => edit.do === 'set-value' && edit.at === name)
      if (bare?.value.of === 'literal' && bare.text !== own?.text && !isSet)
        steps.adds.push({ edit: { do: 'set-value', at: name, value: bare.value.json }, line })
      return
    }
    case 'type': {
      if (bare !== undefined && bare.text !== classNameOf(builder, { source }))
        return wrong('the class follows from the value: it cannot be set by itself', bare.at, bare.end)
      return add()
    }
    case 'keywords': {
      if (bare !== undefined) return wrong(`${createFn} has nothing here that a text can set`, bare.at, bare.end)
      const keywords = [...parts].flatMap(([keyword, { value }]) =>
        value.of === 'literal' ? [[keyword, value.json] as const] : [],
      )
      return add(keywords.length === 0 ? undefined : Object.fromEntries(keywords))
    }
  }
}
