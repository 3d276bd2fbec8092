/** Packs a flat folder as an asar archive: a pickled header with each file's size and offset, then the bytes. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The archive of the files directly in `folder`. */
export function packAsar(folder) {
  const files = {}
  const bodies = []
  let offset = 0
  for (const name of readdirSync(folder).sort()) {
    const body = readFileSync(join(folder, name))
    files[name] = { size: body.length, offset: String(offset) }
    offset += body.length
    bodies.push(body)
  }
  const json = Buffer.from(JSON.stringify({ files }))
  const padded = (json.length + 3) & ~3
  const header = Buffer.alloc(16 + padded)
  header.writeUInt32LE(4, 0)
  header.writeUInt32LE(8 + padded, 4)
  header.writeUInt32LE(4 + padded, 8)
  header.writeUInt32LE(json.length, 12)
  json.copy(header, 16)
  return Buffer.concat([header, ...bodies])
}
