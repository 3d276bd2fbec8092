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

/** What each wants otherwise: the later in front. */
export async function compareCompiles(services: Services, later: Compile, earlier: Compile): Promise<void> {
  const [path, other] = [later.captured?.files.blob, earlier.captured?.files.blob]
  if (path == null || other == null) return
  const { documents } = services
  await documents.getState().openPaths([other, path])
  const idOf = (of: string): string | undefined => documents.getState().documents.find((one) => one.path === of)?.id
  const [front, back] = [idOf(path), idOf(other)]
  if (front !== undefined && back !== undefined)
    await layBeside(services, { document: front, blob: 0 }, { document: back, blob: 0 })
}
