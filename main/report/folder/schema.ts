/** A row of a report on a folder: one for each blob, and one for each file that cannot be read. Flat, for tables and warehouses. */
import * as z from 'zod/mini'

const Count = z.int().check(z.minimum(0))
const Text = z.string()

export const FolderRowSchema = z.strictObject({
  /** The path below the folder, its parts parted by `/`. */
  file: Text,
  /** Of the file; 0 where it could not be looked at. */
  file_bytes: Count,
  /** Of the file, in hexadecimal; empty where it could not be read. */
  sha256: Text,
  /** As `info --json` names it; empty where the file is none that is known. */
  kind: Text,
  /** Which blob of the file, from 0; null for the row of a file that cannot be read. */
  blob: z.nullable(Count),
  path: Text,
  function: Text,
  recompilation: z.nullable(Count),
  /** Where the blob begins in the file, and how long it is, in bytes. */
  offset: Count,
  bytes: Count,
  /** Why the blob, or the file, cannot be read; null where it can. */
  error: z.nullable(Text),
  torch: Text,
  python: Text,
  guards: Count,
  nodes: Count,
  /** Whether torch would load it; null where that is not known. */
  loads: z.nullable(z.boolean()),
  errors: Count,
  warnings: Count,
  notes: Count,
  /** Of its findings, each once. */
  codes: z.array(Text),
  /** Guards by what made them, most first. */
  guard_types: z.array(z.strictObject({ name: Text, count: Count })),
  /** What the blob's GLOBAL_STATE guard wants, key by key; empty where it holds none. */
  global_state: z.array(z.strictObject({ name: Text, value: Text })),
})

export type FolderRow = z.infer<typeof FolderRowSchema>
