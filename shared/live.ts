/** What a live torch process hands over of its state: the same that a scenario's `process` holds. */
import * as z from 'zod/mini'
import { GlobalStateSchema, ProcessSchema } from './scenario'

/** A process and its state at one moment. */
export const LiveStateSchema = z.object({
  /** Of the process that was asked, on the machine where it runs. */
  pid: z.int(),
  /** `torch.__version__`. */
  torch: z.string(),
  /** `platform.python_version()`. */
  python: z.string(),
  /** `GlobalStateGuard.__getstate__()`, parsed: what a GLOBAL_STATE guard that is built there now would hold. */
  globalState: GlobalStateSchema,
  /** All that guards read from a process. */
  process: ProcessSchema,
})
export type LiveState = z.infer<typeof LiveStateSchema>
