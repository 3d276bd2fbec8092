/** Fills the columns of shared/tree.ts, a row at a time in preorder: for a tree that was built, and for one that was printed. */
import { FAMILIES, type Family, NODE_KINDS, type TreeColumns, type TreeNodeKind } from '../../shared/tree'
import { rowColumns } from '../../shared/tree-rows'
import { StringTable } from './string-table'

export interface RowTexts {
  readonly title: string
  readonly text: string
  readonly tag: string
  readonly family: Family
  readonly file: string
  readonly lines: number
}

export interface ColumnRow {
  readonly kind: TreeNodeKind
  /** 0 at the root. */
  readonly depth: number
  readonly base: string
  readonly texts: RowTexts
}

/** `rowOf` is asked for each row once, in order. */
export function columnsOf(count: number, rowOf: (index: number) => ColumnRow): TreeColumns {
  const strings = new StringTable()
  const columns = {
    count,
    strings: strings.all,
    ...rowColumns(count),
    parent: new Int32Array(count),
    end: new Int32Array(count),
  }
  const path: number[] = []
  for (let i = 0; i < count; i++) {
    const { kind, depth, base, texts } = rowOf(i)
    while (path.length > depth) columns.end[path.pop() ?? 0] = i
    columns.parent[i] = path[path.length - 1] ?? -1
    path.push(i)
    columns.depth[i] = Math.min(depth, 0xffff)
    columns.kind[i] = NODE_KINDS.indexOf(kind)
    columns.family[i] = FAMILIES.indexOf(texts.family)
    columns.titleId[i] = strings.id(texts.title)
    columns.textId[i] = strings.id(texts.text)
    columns.tagId[i] = strings.id(texts.tag)
    columns.baseId[i] = strings.id(base)
    columns.fileId[i] = strings.id(texts.file)
    columns.lines[i] = Math.min(texts.lines, 0xff)
  }
  while (path.length > 0) columns.end[path.pop() ?? 0] = count
  return columns
}
