/** The rows of a folder as Parquet, for DuckDB, Spark or a warehouse. */
import type { SchemaElement } from 'hyparquet'
import { type Writer, parquetWriteRows } from 'hyparquet-writer'
import type { FolderRow } from './schema'

type Element = Omit<SchemaElement, 'name' | 'num_children'>

const TEXT: Element = { type: 'BYTE_ARRAY', converted_type: 'UTF8' }
const COUNT: Element = { type: 'INT64' }
const BOOLEAN: Element = { type: 'BOOLEAN' }

interface Column {
  readonly of: Element | readonly (readonly [string, Element])[]
  readonly nullable?: boolean
  /** Several of them in each row. */
  readonly list?: boolean
}

/** Each column of a row; a record of all, so that none is forgotten. */
const COLUMNS: Readonly<Record<keyof FolderRow, Column>> = {
  file: { of: TEXT },
  file_bytes: { of: COUNT },
  sha256: { of: TEXT },
  kind: { of: TEXT },
  blob: { of: COUNT, nullable: true },
  path: { of: TEXT },
  function: { of: TEXT },
  recompilation: { of: COUNT, nullable: true },
  offset: { of: COUNT },
  bytes: { of: COUNT },
  error: { of: TEXT, nullable: true },
  torch: { of: TEXT },
  python: { of: TEXT },
  guards: { of: COUNT },
  nodes: { of: COUNT },
  loads: { of: BOOLEAN, nullable: true },
  errors: { of: COUNT },
  warnings: { of: COUNT },
  notes: { of: COUNT },
  codes: { of: TEXT, list: true },
  guard_types: {
    of: [
      ['name', TEXT],
      ['count', COUNT],
    ],
    list: true,
  },
  global_state: {
    of: [
      ['name', TEXT],
      ['value', TEXT],
    ],
    list: true,
  },
}

/** Rows are held by so many, and no more. */
const GROUP = 4096

/** Writes all rows as they come; done when `writer` has all of them. */
export async function writeParquet(rows: AsyncIterable<FolderRow>, writer: Writer, madeBy: string): Promise<void> {
  await parquetWriteRows({
    writer,
    rows: wide(rows),
    columns: Object.keys(COLUMNS).map((name) => ({ name })),
    schema: [
      { name: 'root', num_children: Object.keys(COLUMNS).length },
      ...Object.entries(COLUMNS).flatMap(([name, column]) => elements(name, column)),
    ],
    rowGroupSize: GROUP,
    createdBy: madeBy,
  })
}

/** Parquet's integers are of 64 bits, which JavaScript has apart. */
async function* wide(rows: AsyncIterable<FolderRow>): AsyncIterable<Record<string, unknown>> {
  for await (const row of rows) {
    const entries = Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'number' ? BigInt(value) : value,
    ])
    yield {
      ...Object.fromEntries(entries),
      guard_types: row.guard_types.map(({ name, count }) => ({ name, count: BigInt(count) })),
    }
  }
}

/** A list as the format's own document has it: a group LIST, a repeated group `list`, and in it `element`. */
function elements(name: string, { of, nullable = false, list = false }: Column): SchemaElement[] {
  const repetition = nullable ? 'OPTIONAL' : 'REQUIRED'
  if (!list) return [{ name, repetition_type: repetition, ...(of as Element) }]
  const head: SchemaElement[] = [
    { name, repetition_type: repetition, converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  ]
  if (!Array.isArray(of)) return [...head, { name: 'element', repetition_type: 'REQUIRED', ...(of as Element) }]
  const fields = of as readonly (readonly [string, Element])[]
  return [
    ...head,
    { name: 'element', repetition_type: 'REQUIRED', num_children: fields.length },
    ...fields.map(([field, element]): SchemaElement => ({ name: field, repetition_type: 'REQUIRED', ...element })),
  ]
}
