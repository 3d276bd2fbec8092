/** The schemas of the tree's wire types; a large tree is checked by structure only: kinds of arrays and their lengths. */
import * as z from 'zod/mini'
import type { AlignedTrees } from './aligned-trees'
import { FAMILIES, NODE_KINDS } from './tree'
import type { NodeDetail, TreeColumns, TreePatch } from './tree'

const COLUMNS = {
  kind: 'Uint8Array',
  family: 'Uint8Array',
  depth: 'Uint16Array',
  parent: 'Int32Array',
  end: 'Int32Array',
  titleId: 'Uint32Array',
  textId: 'Uint32Array',
  tagId: 'Uint32Array',
  baseId: 'Uint32Array',
  fileId: 'Uint32Array',
  lines: 'Uint8Array',
} as const satisfies { readonly [K in Exclude<keyof TreeColumns, 'count' | 'strings'>]: string }

/** Costs as much as the string table is long: no entry of a column is looked at. */
export const TreeColumnsSchema = z.custom<TreeColumns>(isTreeColumns, 'not a tree: a column is missing or too short')

const ALIGNED = {
  nodeA: 'Int32Array',
  nodeB: 'Int32Array',
  mark: 'Uint8Array',
  touched: 'Uint8Array',
  depth: 'Uint16Array',
  parent: 'Int32Array',
  end: 'Int32Array',
} as const satisfies { readonly [K in Exclude<keyof AlignedTrees, 'a' | 'b' | 'count'>]: string }

export const AlignedTreesSchema = z.custom<AlignedTrees>(
  (value) => isRecord(value) && isTreeColumns(value['a']) && isTreeColumns(value['b']) && hasColumns(value, ALIGNED),
  'not two trees: a column is missing or too short',
)
/** A patch is checked as a tree is; that its numbers fit the tree is for the one who applies it. */
export const TreePatchSchema = z.custom<TreePatch>(isTreePatch, 'not a patch: a column is missing or too short')

const Range = z.object({ start: z.number(), end: z.number() })

export const NodeDetailSchema: z.ZodMiniType<NodeDetail> = z.object({
  node: z.number(),
  kind: z.enum(NODE_KINDS),
  family: z.enum(FAMILIES),
  className: z.string(),
  source: z.nullable(z.string()),
  sourceClasses: z.array(z.string()),
  accessor: z.nullable(z.string()),
  type: z.nullable(z.string()),
  expected: z.array(z.object({ name: z.string(), value: z.string() })),
  printed: z.array(z.string()),
  guard: z.nullable(
    z.object({
      name: z.string(),
      createFn: z.string(),
      guardTypes: z.array(z.string()),
      codeList: z.array(z.string()),
      userStack: z.array(z.object({ file: z.string(), line: z.number(), function: z.string(), code: z.string() })),
      range: z.nullable(Range),
    }),
  ),
  valueRange: z.nullable(Range),
  valueText: z.nullable(z.string()),
})

function isTreePatch(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { of, hunks, rows } = value
  const { parent: _parent, end: _end, ...columns } = COLUMNS
  return typeof of === 'number' && isArray(hunks, 'Uint32Array', 0) && isTree(rows, columns)
}

function isTreeColumns(value: unknown): boolean {
  return isTree(value, COLUMNS)
}

/** Columns with a table of strings. */
function isTree(value: unknown, columns: Readonly<Record<string, string>>): boolean {
  if (!isRecord(value)) return false
  const { strings } = value
  if (!Array.isArray(strings) || strings[0] !== '') return false
  return strings.every((text) => typeof text === 'string') && hasColumns(value, columns)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function hasColumns(fields: Readonly<Record<string, unknown>>, columns: Readonly<Record<string, string>>): boolean {
  const { count } = fields
  return (
    typeof count === 'number' && Object.entries(columns).every(([name, type]) => isArray(fields[name], type, count))
  )
}

/** By tag and not by instanceof: the array may come from another realm. */
function isArray(value: unknown, type: string, count: number): boolean {
  return Object.prototype.toString.call(value) === `[object ${type}]` && (value as Uint8Array).length >= count
}
