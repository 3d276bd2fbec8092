/** A call over the bridge. */
import type { Reply } from '../../shared/api'

/** A bridge that breaks is an error to show like any other. */
export async function settled<T>(reply: Promise<Reply<T>>): Promise<Reply<T>> {
  try {
    return await reply
  } catch (error) {
    return { ok: false, error: { message: error instanceof Error ? error.message : String(error), offset: null } }
  }
}
