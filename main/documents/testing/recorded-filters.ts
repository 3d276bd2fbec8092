/** What torch's filter functions answered about guards, as scripts/record-filters.py writes it, against what is answered here. */
import { filtersOf, keepsGuard } from '../../engine/select/guard-filters'
import { openDocument } from '../document'

export interface RecordedFilters {
  readonly torch: string
  readonly filters: readonly string[]
  /** `guards`: name, create_fn, and a flag a filter, 1 where it keeps the guard. */
  readonly cases: Readonly<
    Record<string, { readonly blob: string; readonly guards: readonly (readonly [string, string, string])[] }>
  >
}

/** Where the answers part, where none is given here, and how many there were. */
export function disagreements({ filters, cases }: RecordedFilters): {
  readonly wrong: readonly string[]
  readonly unsure: readonly string[]
  readonly asked: number
} {
  const wrong: string[] = []
  const unsure: string[] = []
  let asked = 0
  for (const [name, { blob, guards }] of Object.entries(cases)) {
    const { builder } = openDocument(new Uint8Array(Buffer.from(blob, 'base64'))).tree(0)
    const own = builder.state.guards.map((guard) => ({ guard, key: `${builder.name(guard)}: ${guard.createFn}` }))
    // guards of one name and kind have one value, and one answer
    const recorded = new Map(guards.map(([source, createFn, flags]) => [`${source}: ${createFn}`, flags]))
    if (own.length !== guards.length || own.some(({ key }) => !recorded.has(key))) wrong.push(`${name}: other guards`)
    for (const filter of filtersOf(builder.state.version)) {
      const at = filters.indexOf(filter.name)
      for (const { guard, key } of own) {
        const ours = keepsGuard(filter, guard, builder)
        asked++
        if (ours === null) unsure.push(`${name}: ${key}: ${filter.name}`)
        else if ((recorded.get(key)?.[at] === '1') !== ours) wrong.push(`${name}: ${key}: ${filter.name}: not ${ours}`)
      }
    }
  }
  return { wrong, unsure, asked }
}
