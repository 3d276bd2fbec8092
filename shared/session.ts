/** What a window had in hand when it was closed. */
import * as z from 'zod/mini'
import { VIEW_NAMES } from './view'

const Filters = z.object({
  families: z.array(z.string()),
  types: z.array(z.string()),
  bases: z.array(z.string()),
  files: z.array(z.string()),
})

const SessionFile = z.object({
  path: z.string(),
  /** The blob in front. */
  blob: z.nullable(z.number()),
  query: z.string(),
  filters: z.nullable(Filters),
  /** The selected node. */
  selected: z.number(),
})
export type SessionFile = Readonly<z.infer<typeof SessionFile>>

export const SessionSchema = z.object({
  files: z.array(SessionFile).check(z.maxLength(1000)),
  /** The path of the tab in front. */
  active: z.nullable(z.string()),
  view: z.enum(VIEW_NAMES),
  /** The sizes of panes, in percent, by group and pane. */
  panes: z.record(z.string(), z.record(z.string(), z.number())),
  /** Where the tour stands; null where it is not under way. */
  tour: z.nullable(z.number()),
})
export type Session = Readonly<z.infer<typeof SessionSchema>>
