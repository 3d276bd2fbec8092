/** The rows of the form: a scope's names, and what a value opens to, read out of the scenario's JSON when asked for. */
import type { JsonPath } from '../../../../shared/replay'
import {
  homeOf,
  type JsonRecord,
  type Part,
  partsOf,
  recordOf,
  type ScenarioTree,
  type Scope,
  scopeParts,
  sourceOf,
  valueOf,
} from '../scenario-tree'
import { lengthOf } from '../value-text'

export interface Row extends Part {
  /** The path as text: which rows are open is kept under it. */
  readonly key: string
  /** What the row's own JSON is; a `ref` is not followed, as its value has a row elsewhere. */
  readonly value: JsonRecord | null
  /** The source of the one object that this is too; null where it is the first sight of its own. */
  readonly sameAs: string | null
  readonly opens: boolean
  /** Open until it is closed. */
  readonly open: boolean
}

/** What a value opens to: rows, and what a module has by the dozen and seldom uses, empty or not kept in the file. */
export interface Level {
  readonly rows: readonly Row[]
  readonly quiet: readonly Row[]
}

/** Rows of one level that are shown at first, and with each step more. */
export const STEP = 200

/** More names than this, and tensors are shown in a line until they are opened. */
const MOST_OPEN = 8

export function scopeRows(tree: ScenarioTree, scope: Scope): readonly Row[] {
  const parts = scopeParts(tree.root, scope)
  return parts.map((part) => rowOf(tree, part, parts.length <= MOST_OPEN && recordOf(part.json)?.['kind'] === 'tensor'))
}

export function levelOf(tree: ScenarioTree, row: Row): Level {
  if (row.value === null) return { rows: [], quiet: [] }
  const parts = partsOf(row.value, row.path, row.source)
  if (row.value['kind'] !== 'object') return { rows: parts.map((part) => rowOf(tree, part)), quiet: [] }
  // the module's own row has the switch
  const isModule = trainingOf(row.value) !== null
  const shown = isModule ? parts.filter(({ name }) => name !== '.training') : parts
  const all = shown.map((part) => rowOf(tree, part, isFilled(part) && CHILDREN.has(part.name)))
  const quiet = isModule ? all.filter(isQuiet) : []
  return { rows: all.filter((each) => !quiet.includes(each)).sort((a, b) => rank(a) - rank(b)), quiet }
}

/**
 * Rows anywhere whose source holds the text, in their order, not all that lies below them; at most `most` and one, to tell
 * that there are more.
 */
export function findRows(tree: ScenarioTree, scope: Scope, text: string, most = STEP): readonly Row[] {
  const found: Row[] = []
  const sought = text.trim().toLowerCase()
  const visit = (parts: readonly Part[], inHolder: boolean): void => {
    for (const part of parts) {
      if (found.length > most) return
      const isIn = part.source.toLowerCase().includes(sought)
      if (isIn && (!inHolder || part.name.toLowerCase().includes(sought))) found.push(rowOf(tree, part))
      const value = recordOf(part.json)
      if (value !== null) visit(partsOf(value, part.path, part.source), isIn)
    }
  }
  visit(scopeParts(tree.root, scope), false)
  return found
}

/** The switch `training` of a module; null where the value is none. */
export function trainingOf(value: JsonRecord | null): boolean | null {
  const flag = recordOf(recordOf(value?.['attrs'])?.['training'])
  return value?.['kind'] === 'object' && flag?.['kind'] === 'bool' ? flag['value'] === true : null
}

/** The objects with a switch `training`, from this one down: what a `ref` leads to counts once. */
export function modulesBelow(tree: ScenarioTree, row: Pick<Row, 'path' | 'source' | 'value'>): readonly JsonPath[] {
  const found: JsonPath[] = []
  const seen = new Set<JsonRecord>()
  const visit = (value: JsonRecord | null, path: JsonPath): void => {
    if (value === null || seen.has(value)) return
    seen.add(value)
    if (trainingOf(value) !== null) found.push(path)
    for (const part of partsOf(value, path, '')) visit(valueOf(tree, part.json), homeOf(tree, part.json) ?? part.path)
  }
  visit(row.value, row.path)
  return found
}

/** Named as torch's sources, `L['x']` as the local is written. */
export const spoken = (source: string): string => source.replace(/^L\['([A-Za-z_]\w*)'\]/, '$1')

const CHILDREN: ReadonlySet<string> = new Set(['._modules', '._parameters', '._buffers'])
const isFilled = (part: Part): boolean => {
  const length = lengthOf(recordOf(part.json) ?? {})
  return length > 0 && length <= MOST_OPEN
}
function isQuiet({ name, value }: Row): boolean {
  if (!name.startsWith('._')) return false
  switch (value?.['kind']) {
    case 'dict':
    case 'set':
      return lengthOf(value) === 0
    case 'missing':
    case 'none':
      return true
    default:
      return false
  }
}

/** What a person changes first, then what a module holds, then what is torch's own. */
function rank({ name }: Row): number {
  return CHILDREN.has(name) ? 1 : name.startsWith('._') ? 2 : 0
}

function rowOf(tree: ScenarioTree, part: Part, open = false): Row {
  const value = recordOf(part.json)
  const home = homeOf(tree, part.json)
  const isRef = value !== null && 'ref' in value
  return {
    ...part,
    key: JSON.stringify(part.path),
    value: isRef ? null : value,
    sameAs: isRef ? (home === null ? 'a value that is not there' : sourceOf(tree.root, home)) : null,
    opens: value !== null && !isRef && opensTo(value),
    open,
  }
}

/** Whether there is something to see, or to add to, below. */
function opensTo(value: JsonRecord): boolean {
  switch (value['kind']) {
    case 'tensor':
    case 'ndarray':
    case 'range_iterator':
    case 'list_iterator':
    case 'dict':
    case 'set':
      return true
    case 'sequence':
      return !Array.isArray(value['fields']) || value['fields'].length > 0
    default:
      return partsOf(value, [], '').length > 0
  }
}
