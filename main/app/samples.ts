/** Samples are opened as copies in a folder of the person's own: nothing that is done to one reaches what was delivered. */
import { copyFile, mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Reply } from '../../shared/api'
import { SAMPLES, type SampleId } from '../../shared/samples'
import { resourcesFolder } from '../resources'

export class Samples {
  /** `folder`: where the copies go. */
  constructor(private readonly folder: string) {}

  /** A fresh copy; its path. One that is open stays as it is. */
  async copy(id: SampleId, isOpen: (path: string) => boolean): Promise<Reply<string>> {
    const sample = SAMPLES.find((one) => one.id === id)
    if (sample === undefined) return { ok: false, error: { message: `no sample ${id}`, offset: null } }
    const path = join(this.folder, sample.file)
    if (isOpen(path)) return { ok: true, value: path }
    try {
      await mkdir(this.folder, { recursive: true })
      await copyFile(join(resourcesFolder('samples'), sample.file), path)
      return { ok: true, value: path }
    } catch (error) {
      return { ok: false, error: { message: error instanceof Error ? error.message : String(error), offset: null } }
    }
  }

  /** Whether a file is such a copy: it is saved elsewhere, and is not among the recent files. */
  has(path: string): boolean {
    return dirname(path) === this.folder && SAMPLES.some(({ file }) => file === basename(path))
  }
}
