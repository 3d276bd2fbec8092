/** Writes the last profile of a blob for another program to read. */
import { basename } from 'node:path'
import type { Reply } from '../../shared/api'
import type { ProfileFormat } from '../../shared/overhead'
import type { DocumentHost } from '../documents/host'
import { toDocumentError } from '../documents/protocol'
import { writeWhole } from '../documents/write-whole'

interface Exported {
  readonly id: string
  readonly blob: number
  readonly format: ProfileFormat
}

/** Where it went; null where the person chose no place. */
export async function exportProfile(
  documents: DocumentHost,
  { id, blob, format }: Exported,
  choose: (proposed: string) => Promise<string | null>,
): Promise<Reply<string | null>> {
  const own = documents.pathOf(id) ?? ''
  const text = await documents.ask(id, 'exportProfile', { blob, name: basename(own), format })
  if (!text.ok) return text
  const path = await choose(`${own}.${format}.json`)
  try {
    if (path !== null) await writeWhole(path, text.value, 0o644)
    return { ok: true, value: path }
  } catch (error) {
    return { ok: false, error: toDocumentError(error) }
  }
}
