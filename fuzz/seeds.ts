/** The real files that inputs are made from. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export interface SeedFile {
  /** Below the project's folder. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** `root`: the project's folder. Each group is read once, when it is first asked for. */
export class Seeds {
  private readonly groups = new Map<string, readonly SeedFile[]>()

  constructor(private readonly root: string) {}

  /** Bare blobs: most of them small, as one of 2.4 MB would only take its time. */
  get blobs(): readonly SeedFile[] {
    return this.group('blobs', ['fixtures'], (name) => name.endsWith('.guards_state'), 12_000)
  }

  /** Files that hold blobs. */
  get containers(): readonly SeedFile[] {
    return this.group(
      'containers',
      ['fixtures/containers', 'main/containers/recorded', 'main/documents/recorded'],
      (name) => !/\.(json|gz|guards_state|ts)$/.test(name),
      130_000,
    )
  }

  /** What torch answered for the blobs, with the scenarios that were tried. */
  get sidecars(): readonly SeedFile[] {
    return this.group('sidecars', ['fixtures'], (name) => /\/\d[\d.]*\/[^/]*\.json\.gz$/.test(name) && !/filters|precision/.test(name), 60_000) // prettier-ignore
  }

  get traces(): readonly SeedFile[] {
    return this.group('traces', ['fixtures/traces'], (name) => name.endsWith('.gz'), 10_000_000)
  }

  get recordings(): readonly SeedFile[] {
    return this.group('recordings', ['fixtures/precision'], (name) => name.endsWith('.json.gz'), 10_000_000)
  }

  private group(key: string, folders: readonly string[], wanted: (name: string) => boolean, most: number) {
    const known = this.groups.get(key)
    if (known !== undefined) return known
    const found = folders
      .flatMap((folder) => filesBelow(this.root, folder))
      .filter(wanted)
      .sort()
      .map((name) => ({ name, bytes: unpacked(new Uint8Array(readFileSync(join(this.root, name)))) }))
      .filter(({ bytes }) => bytes.length <= most)
    if (found.length === 0) throw new Error(`no fixture of ${key} is there`)
    this.groups.set(key, found)
    return found
  }
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`
    return entry.isDirectory() ? filesBelow(root, name) : [name]
  })
}

function unpacked(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? new Uint8Array(gunzipSync(bytes)) : bytes
}
