/** Opens captured compiles: one as a document with its call, two side by side. */
import type { Services } from '../../components/services'
import { layBeside } from '../diff/show-in-tree'
import type { Compile } from './live-session'

export async function openCompile({ documents, settings }: Services, { captured }: Compile): Promise<void> {
  const path = captured?.files.blob
  if (path == null) return
  settings.getState().setView('tree')
  await documents.getState().openPaths([path])
}

/** What each wants otherwise: the earlier in front, as it is there that the call was refused. */
export async function compareCompiles(services: Services, later: Compile, earlier: Compile): Promise<void> {
  const [front, back] = [earlier.captured?.files.blob, later.captured?.files.blob]
  if (front == null || back == null) return
  const { documents } = services
  await documents.getState().openPaths([front, back])
  const idOf = (path: string): string | undefined => documents.getState().documents.find((one) => one.path === path)?.id
  const [document, other] = [idOf(front), idOf(back)]
  if (document !== undefined && other !== undefined)
    await layBeside(services, { document, blob: 0 }, { document: other, blob: 0 })
}
