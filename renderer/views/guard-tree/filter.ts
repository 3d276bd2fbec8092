/** Filters of the guard tree: what a node must be to stay, and how many there are of each choice. */
import { FAMILIES } from '../../../shared/tree'
import type { Family, TreeColumns } from '../../../shared/tree'
import type { Included } from './flatten'

/** Empty sets let everything through; within a set any will do, between sets all must hold. */
export interface Filters {
  readonly families: ReadonlySet<Family>
  /** Guard classes (`TENSOR_MATCH`) and create_fn names (`CONSTANT_MATCH`). */
  readonly types: ReadonlySet<string>
  /** Roots of sources: `L['self']`, `G`. */
  readonly bases: ReadonlySet<string>
  /** Files of the user's code. */
  readonly files: ReadonlySet<string>
}

export const NO_FILTERS: Filters = { families: new Set(), types: new Set(), bases: new Set(), files: new Set() }

export type FacetName = keyof Filters

/** One choice of a facet: how many nodes it would leave, given the other facets. */
export interface Choice {
  readonly value: string
  readonly count: number
}

/** In `included`: shown because something below matches, or because it matches itself. */
export const ANCESTOR = 1
export const MATCH = 2

export interface FilterResult {
  /** Null where no filter is set. */
  readonly included: Included | null
  readonly matches: number
  readonly facets: { readonly [K in FacetName]: readonly Choice[] }
}

/** The strings that can be chosen at all: few beside the many of a large tree. Made once a tree. */
export interface FacetIds {
  readonly types: readonly number[]
  readonly bases: readonly number[]
  readonly files: readonly number[]
}

export function facetIds(tree: TreeColumns): FacetIds {
  const types = new Set<number>()
  for (let node = 0; node < tree.count; node++) {
    if (tree.family[node] !== 0) types.add(tree.titleId[node] ?? 0).add(tree.tagId[node] ?? 0)
  }
  return { types: named(types), bases: named(new Set(tree.baseId)), files: named(new Set(tree.fileId)) }
}

function named(ids: Set<number>): readonly number[] {
  ids.delete(0)
  return [...ids]
}

export function isFiltering(filters: Filters): boolean {
  return filters.families.size + filters.types.size + filters.bases.size + filters.files.size > 0
}

/** `filters` with one choice added or taken away. */
export function toggleChoice(filters: Filters, facet: FacetName, value: string): Filters {
  const next = new Set<string>(filters[facet])
  if (!next.delete(value)) next.add(value)
  return { ...filters, [facet]: next }
}

/**
 * Applies `filters` in one pass over the columns.
 * A node that matches all facets counts for each of its choices; a node that fails one facet alone counts for that
 * facet's choice, so that a count says what choosing it would add.
 */
export function filterTree(tree: TreeColumns, filters: Filters, ids: FacetIds = facetIds(tree)): FilterResult {
  const stringCount = tree.strings.length
  const typeFlags = flagsOf(tree.strings, ids.types, filters.types)
  const baseFlags = flagsOf(tree.strings, ids.bases, filters.bases)
  const fileFlags = flagsOf(tree.strings, ids.files, filters.files)
  const familyFlags = FAMILIES.map((family) => filters.families.size === 0 || filters.families.has(family))
  const families = new Uint32Array(FAMILIES.length)
  const types = new Uint32Array(stringCount)
  const bases = new Uint32Array(stringCount)
  const files = new Uint32Array(stringCount)
  const filtering = isFiltering(filters)
  const included = filtering ? new Uint8Array(tree.count) : null
  let matches = 0

  for (let node = 0; node < tree.count; node++) {
    const family = tree.family[node] ?? 0
    const guard = family !== 0
    const title = guard ? (tree.titleId[node] ?? 0) : 0
    const tag = guard ? (tree.tagId[node] ?? 0) : 0
    const base = tree.baseId[node] ?? 0
    const file = tree.fileId[node] ?? 0
    const familyOk = familyFlags[family] === true
    const typeOk = typeFlags === null || (guard && (typeFlags[title] === 1 || typeFlags[tag] === 1))
    const baseOk = baseFlags === null || baseFlags[base] === 1
    const fileOk = fileFlags === null || fileFlags[file] === 1
    const failed = Number(!familyOk) + Number(!typeOk) + Number(!baseOk) + Number(!fileOk)
    if (failed === 0 && included !== null) included[node] = MATCH
    if (failed === 0) matches++
    if (failed > 1 || !guard) continue
    if (failed === 0 || !familyOk) families[family] = (families[family] ?? 0) + 1
    if (failed === 0 || !typeOk) {
      types[title] = (types[title] ?? 0) + 1
      if (tag !== title) types[tag] = (types[tag] ?? 0) + 1
    }
    if (failed === 0 || !baseOk) bases[base] = (bases[base] ?? 0) + 1
    if (failed === 0 || !fileOk) files[file] = (files[file] ?? 0) + 1
  }
  if (included !== null) keepAncestors(tree, included)
  return {
    included,
    matches,
    facets: {
      families: FAMILIES.slice(1).map((value, at) => ({ value, count: families[at + 1] ?? 0 })),
      types: choices(tree.strings, ids.types, types, filters.types),
      bases: choices(tree.strings, ids.bases, bases, filters.bases),
      files: choices(tree.strings, ids.files, files, filters.files),
    },
  }
}

/** Backwards over the preorder a child comes before its parent: one pass marks every ancestor. */
function keepAncestors(tree: TreeColumns, included: Included): void {
  for (let node = tree.count - 1; node > 0; node--) {
    const parent = tree.parent[node] ?? -1
    if (included[node] !== 0 && parent >= 0 && included[parent] === 0) included[parent] = ANCESTOR
  }
}

function flagsOf(strings: readonly string[], ids: readonly number[], wanted: ReadonlySet<string>): Uint8Array | null {
  if (wanted.size === 0) return null
  const flags = new Uint8Array(strings.length)
  for (const id of ids) if (wanted.has(strings[id] ?? '')) flags[id] = 1
  return flags
}

/** Most frequent first; what is chosen stays listed even at zero. */
function choices(
  strings: readonly string[],
  ids: readonly number[],
  counts: Uint32Array,
  chosen: ReadonlySet<string>,
): readonly Choice[] {
  const list: Choice[] = []
  for (const id of ids) {
    const value = strings[id] ?? ''
    const count = counts[id] ?? 0
    if (count > 0 || chosen.has(value)) list.push({ value, count })
  }
  return list.sort((a, b) => b.count - a.count || a.value.localeCompare(b.value))
}
