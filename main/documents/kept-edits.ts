/**
 * Edits that are not saved, kept for the next session: two files a document, for its owner alone.
 *
 * They are written in turn and at once, so that a process that is killed has kept them, and reach the disk in the
 * background: where the power goes meanwhile, the other file still holds what was kept before.
 */
import { createHash } from 'node:crypto'
import { closeSync, fsync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import type { Json } from '../../shared/replay'
import type { LoggedStep } from './edit-log'

/** The steps of a blob that are not saved. */
export interface KeptBlob {
  readonly blob: number
  readonly steps: readonly LoggedStep[]
}

/** What was done to a file, and a digest of the file that it was done to. */
export interface Kept {
  readonly digest: string
  readonly blobs: readonly KeptBlob[]
}

interface Slot extends Kept {
  /** The greater is the later. */
  readonly serial: number
}

const SLOTS = [0, 1] as const

/** What an edit may be is asked when it is made again. */
const SlotSchema = z.object({
  serial: z.int().check(z.minimum(0)),
  digest: z.string(),
  blobs: z.array(
    z.object({
      blob: z.int().check(z.minimum(0)),
      steps: z.array(z.object({ label: z.string(), edits: z.array(z.custom<Json>(() => true)) })),
    }),
  ),
})

export class KeptEdits {
  private readonly serials = new Map<string, number>()

  /** `folder` is where they are kept; null where nothing is. */
  constructor(private readonly folder: string | null) {}

  /** Keeps what was done to the document at `path`; a disk that refuses loses the memory, not the session. */
  keep(path: string, kept: Kept): void {
    const { folder } = this
    if (folder === null) return
    // never over the only one there is, which an earlier session may have left
    const serial = (this.serials.get(path) ?? lastSerial(folder, path)) + 1
    this.serials.set(path, serial)
    const slot: Slot = { serial, ...kept }
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const file = openSync(placeOf(folder, path, serial % 2), 'w', 0o600)
      try {
        writeFileSync(file, JSON.stringify(slot))
      } catch (error) {
        closeSync(file)
        throw error
      }
      fsync(file, () => closeSync(file))
    } catch (error) {
      console.error(`unsaved edits not kept: ${String(error)}`)
    }
  }

  async forget(path: string): Promise<void> {
    const { folder } = this
    if (folder === null) return
    this.serials.delete(path)
    await Promise.all(SLOTS.map((slot) => rm(placeOf(folder, path, slot), { force: true })))
  }

  /** What was kept of a document; null where nothing was. */
  async read(path: string): Promise<Kept | null> {
    const { folder } = this
    if (folder === null) return null
    const slots = await Promise.all(SLOTS.map((slot) => slotIn(placeOf(folder, path, slot))))
    return slots.reduce((last, slot) => (slot !== null && slot.serial > (last?.serial ?? 0) ? slot : last), null)
  }
}

/** Null for a file that is not there. */
async function slotIn(place: string): Promise<Slot | null> {
  try {
    return readSlot(await readFile(place, 'utf8'))
  } catch {
    return null
  }
}

/** Null for a file that was torn, or is none of ours. */
export function readSlot(text: string): Slot | null {
  try {
    return SlotSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Of what is kept already; 0 where nothing is. */
function lastSerial(folder: string, path: string): number {
  const serials = SLOTS.map((slot) => {
    try {
      return (JSON.parse(readFileSync(placeOf(folder, path, slot), 'utf8')) as Slot).serial
    } catch {
      return 0
    }
  })
  return Math.max(...serials)
}

/** Named by a digest: a file's path is nobody else's business. */
const placeOf = (folder: string, path: string, slot: number): string =>
  join(folder, `${createHash('sha256').update(path).digest('hex').slice(0, 32)}.edits-${slot}.json`)
