/** A process that saves as the app does, for a test that kills it: JSON on the command line says what. */
import { readFileSync } from 'node:fs'
import { KeptEdits, type Kept } from '../kept-edits'
import { saveFile } from '../save'
import { ScenarioFiles } from '../scenario-files'

export type SaveWork =
  /** Writes a document over what was opened, then forgets what was kept of its edits. */
  | {
      readonly do: 'save'
      readonly path: string
      readonly from: string
      readonly unsaved: string
      readonly keepAll: boolean
    }
  | { readonly do: 'keep'; readonly path: string; readonly unsaved: string; readonly kept: Kept }
  | { readonly do: 'scenarios'; readonly path: string; readonly unsaved: string; readonly scenarios: readonly string[] }

async function work(it: SaveWork): Promise<void> {
  if (it.do === 'save') {
    saveFile(it.path, readFileSync(it.from), { opened: readFileSync(it.path), keepOriginal: true, keepAll: it.keepAll })
    await new KeptEdits(it.unsaved).forget(it.path)
  } else if (it.do === 'keep') new KeptEdits(it.unsaved).keep(it.path, it.kept)
  else {
    const files = new ScenarioFiles(it.unsaved)
    await files.seen(it.path)
    await files.save(it.path, it.scenarios)
  }
}

await work(JSON.parse(process.argv[2] ?? '') as SaveWork)
