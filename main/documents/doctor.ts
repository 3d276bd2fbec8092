/** What the doctor finds in a blob of an open file. */
import type { Finding } from '../../shared/findings'
import { examine } from '../doctor/examine'
import type { TorchVersion } from '../state/dialect'
import type { GuardDocument } from './document'

/** The worst first. `torch` is the version that is to load it; null for the one that saved it. */
export function examineBlob(document: GuardDocument, blob: number, torch: TorchVersion | null): readonly Finding[] {
  const tree = document.tree(blob)
  return examine({ state: tree.builder.state, tree, pickle: document.graph(blob).pickle, torch })
}
