/** What the doctor finds in a blob of an open file. */
import type { Finding, Repair } from '../../shared/findings'
import { examine } from '../doctor/examine'
import type { TorchVersion } from '../state/dialect'
import type { GuardDocument } from './document'

/** The worst first. `torch` is the version that is to load it; null for the one that saved it. */
export function examineBlob(document: GuardDocument, blob: number, torch: TorchVersion | null): readonly Finding[] {
  const tree = document.tree(blob)
  return examine({ state: tree.builder.state, tree, pickle: document.graph(blob).pickle, torch })
}

/** The edits that mend what is found, each once; guards are dropped last, for other edits may be of them. */
export function repairsOf(findings: readonly Finding[]): readonly Repair[] {
  const once = new Map(findings.flatMap(({ repair }) => repair).map((edit) => [JSON.stringify(edit), edit]))
  const rank = ({ do: kind }: Repair): number => (kind === 'drop-guard' ? 1 : 0)
  return [...once.values()].sort((a, b) => rank(a) - rank(b))
}
