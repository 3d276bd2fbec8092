/** A file that was opened before, with what was learnt of it then. */
import * as z from 'zod/mini'

export const RecentFileSchema = z.object({
  path: z.string(),
  /** Stands first, and stays when the others are cleared or grow too many. */
  pinned: z.boolean(),
  /** `torch 2.13`; empty where it was not learnt. */
  torch: z.string(),
  /** A `FileKind`, or `log`; empty where it was not learnt. */
  kind: z.string(),
  /** Of the blob that was looked at first; null where it was not learnt. */
  guards: z.nullable(z.number()),
})
export type RecentFile = Readonly<z.infer<typeof RecentFileSchema>>
