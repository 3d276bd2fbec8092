/** The scenarios that go with an open document: in files of any place, beside it, and kept until they are saved. */
import { basename } from 'node:path'
import type { Reply } from '../../shared/api'
import type { ScenarioList } from '../../shared/replay'
import { toDocumentError } from './protocol'
import type { DocumentHost } from './host'
import { readWhole } from './read-file'
import { ScenarioFiles } from './scenario-files'
import { failed } from './worker-client'

/** Largest file of scenarios, in bytes. */
const SCENARIOS_LIMIT = 256 * 1024 * 1024

type Host = Pick<DocumentHost, 'ask' | 'pathOf' | 'blobsOf'>

export class DocumentScenarios {
  private readonly files: ScenarioFiles

  /** `keep` is where those that are not saved are kept; null where nothing is. */
  constructor(
    private readonly host: Host,
    keep: string | null,
  ) {
    this.files = new ScenarioFiles(keep)
  }

  /** The scenarios in a file of any place. */
  async read(id: string, path: string): Promise<Reply<ScenarioList>> {
    const reply = await this.scenariosIn(id, path)
    return reply.ok ? { ok: true, value: { path, scenarios: reply.value, kept: false } } : reply
  }

  /** Those of one of a document's blobs: kept from a session that did not save them, or beside the file. */
  async saved(id: string, blob: number): Promise<Reply<ScenarioList | null>> {
    const beside = await this.pathOf(id, blob)
    if (!beside.ok) return beside
    const path = beside.value
    const { files } = this
    try {
      const there = await files.exists(path)
      if (there) await files.seen(path)
      const kept = await files.kept(path)
      if (kept === null && !there) return { ok: true, value: null }
      const reply = await this.scenariosIn(id, kept ?? path)
      return reply.ok ? { ok: true, value: { path, scenarios: reply.value, kept: kept !== null } } : reply
    } catch (error) {
      return { ok: false, error: toDocumentError(error) }
    }
  }

  /** Keeps them for the next session until they are saved. */
  async keep(id: string, blob: number, scenarios: readonly string[]): Promise<void> {
    const path = await this.pathOf(id, blob)
    if (path.ok) await this.files.keep(path.value, scenarios)
  }

  /** Writes them beside a document; a file that came or changed there meanwhile is left alone. */
  async save(id: string, blob: number, scenarios: readonly string[]): Promise<Reply<string>> {
    const path = await this.pathOf(id, blob)
    if (!path.ok) return path
    try {
      await this.files.save(path.value, scenarios)
      return path
    } catch (error) {
      return { ok: false, error: toDocumentError(error) }
    }
  }

  private async scenariosIn(id: string, path: string): Promise<Reply<readonly string[]>> {
    try {
      const file = await readWhole(path, { limit: SCENARIOS_LIMIT })
      const reply = await this.host.ask(id, 'readScenarios', { file })
      return reply.ok ? reply : failed(`${basename(path)}: ${reply.error.message}`)
    } catch (error) {
      return { ok: false, error: toDocumentError(error) }
    }
  }

  /** `model.guards_state.scenarios.json`; a container with several blobs has a file for each. */
  private async pathOf(id: string, blob: number): Promise<Reply<string>> {
    const path = this.host.pathOf(id)
    if (path === null) return failed('this file is not open')
    const several = (await this.host.blobsOf(id)).length > 1
    return { ok: true, value: `${path}${several ? `.${blob}` : ''}.scenarios.json` }
  }
}
