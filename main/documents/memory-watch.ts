/**
 * Looks, between steps of work, at how much of its thread's heap is in use, and refuses to go on before it is full: V8
 * ends the thread alone where many small objects fill the heap, and the whole process where one large allocation meets
 * the limit, such as an array or a Map that grows.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Of the heap: what is left holds the largest array that one step may add, twice over while it is copied. */
const MOST_USED = 0.75
/** After a look that found garbage alone, the heap may grow by this much of its limit before the next. */
const STEP = 0.05

export class MemoryError extends Error {
  override readonly name = 'MemoryError'
}

interface Heap {
  readonly used_heap_size: number
  readonly heap_size_limit: number
}

/** @throws MemoryError, from what it gives, where live objects take more than a thread may have. */
export function memoryWatch(heap: () => Heap = getHeapStatistics, collect: () => void = collectGarbage): () => void {
  let next = 0
  return () => {
    const { used_heap_size: used, heap_size_limit: limit } = heap()
    const most = MOST_USED * limit
    if (used <= Math.max(most, next)) return
    collect()
    const live = heap().used_heap_size
    if (live > most)
      throw new MemoryError(`the file needs more memory than it may use (${Math.round(limit / 2 ** 20)} MiB)`)
    next = live + STEP * limit
  }
}

/** Milliseconds without work after which a thread is at rest. */
const AT_REST_MS = 3000
/** Bytes that are worth the pause. */
const WORTH_GIVING_BACK = 32 * 2 ** 20

/**
 * To be called after each answer of a thread: at rest, it gives back the memory that the answers took and do not hold.
 * V8 leaves it to a thread that does nothing, room for young objects above all, and all threads of Electron share 4 GB.
 */
export function memoryAtRest(
  taken: () => number = () => getHeapStatistics().total_physical_size,
  giveBack: () => Promise<void> = giveBackMemory,
): () => void {
  let timer: NodeJS.Timeout | undefined
  let held = 0
  const look = async (): Promise<void> => {
    if (taken() < held + WORTH_GIVING_BACK) return
    await giveBack()
    held = taken()
  }
  return () => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), AT_REST_MS).unref()
  }
}

/** What a browser does where memory is scarce: V8's own collector leaves the room for young objects as large as it was. */
async function giveBackMemory(): Promise<void> {
  const { Session } = await import('node:inspector')
  const session = new Session()
  session.connect()
  // an error leaves the memory as it was
  await new Promise<void>((resolve) => session.post('HeapProfiler.collectGarbage', () => resolve()))
  session.disconnect()
}

let gc: (() => void) | null = null

/** A flag of V8 brings its collector into a context made after; what is there already does not get it. */
function collectGarbage(): void {
  if (gc === null) {
    setFlagsFromString('--expose-gc')
    gc = runInNewContext('gc') as () => void
  }
  gc()
}
