/** The schemas of a blob's text and of what a changed one means. */
import * as z from 'zod/mini'
import type { BlobText, ReadBlobText } from './blob-text'
import type { Json } from './replay'

const NodesSchema: z.ZodMiniType<Int32Array> = z.instanceof(Int32Array) as never
const JsonSchema: z.ZodMiniType<Json> = z.json() as never

export const BlobTextSchema: z.ZodMiniType<BlobText> = z.object({ text: z.string(), nodes: NodesSchema })

export const ReadBlobTextSchema: z.ZodMiniType<ReadBlobText> = z.object({
  edits: z.array(z.object({ edit: JsonSchema, line: z.number(), words: z.string() })),
  problems: z.array(z.object({ line: z.number(), column: z.number(), endColumn: z.number(), message: z.string() })),
})
