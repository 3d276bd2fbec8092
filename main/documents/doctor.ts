/** What the doctor finds in a blob of an open file. */
import type { Edit } from '../../shared/edit'
import type { BlobFindings, Finding, GuardName, Repair } from '../../shared/findings'
import { examine, worstFirst } from '../doctor/examine'
import { examineOuter } from '../doctor/outer'
import type { BuiltTree } from '../engine/build'
import { labelOf } from '../engine/edit/label'
import { TORCH_VERSIONS, type TorchVersion } from '../state/dialect'
import type { GuardDocument } from './document'

/** What was found in a tree, by the torch that is to load it: an edited blob has another tree. */
const examined = new WeakMap<BuiltTree, Map<TorchVersion | null, readonly Finding[]>>()

/** The worst first. `torch` is the version that is to load it; null for the one that saved it. */
export function examineBlob(document: GuardDocument, blob: number, torch: TorchVersion | null): readonly Finding[] {
  const tree = document.tree(blob)
  const known = examined.get(tree) ?? new Map<TorchVersion | null, readonly Finding[]>()
  examined.set(tree, known)
  let findings = known.get(torch)
  if (findings === undefined) {
    findings = examine({ state: tree.builder.state, tree, pickle: document.graph(blob).pickle, torch })
    known.set(torch, findings)
  }
  return findings
}

/** The same of the file around its blobs, which holds for each of them. */
export function examineFile(document: GuardDocument, blob: number): readonly Finding[] {
  return examineOuter(document.container, document.tree(blob).builder.classes)
}

/** The edits that mend what is found, each once; guards are dropped last, for other edits may be of them. */
export function repairsOf(findings: readonly Finding[]): readonly Repair[] {
  const once = new Map(findings.flatMap(({ repair }) => repair).map((edit) => [JSON.stringify(edit), edit]))
  const rank = ({ do: kind }: Repair): number => (kind === 'drop-guard' ? 1 : 0)
  return [...once.values()].sort((a, b) => rank(a) - rank(b))
}

/** The same for the window: each with its place in the tree and its repair in words. */
export function listFindings(document: GuardDocument, blob: number, torch: string | null): BlobFindings {
  const to = TORCH_VERSIONS.find((version) => version === torch) ?? null
  if (torch !== to) throw new Error(`torch ${torch} is not one of ${TORCH_VERSIONS.join(', ')}`)
  const found = worstFirst([...examineFile(document, blob), ...examineBlob(document, blob, to)])
  const nodeOf = found.some(({ guard }) => guard !== null) ? nodesOfGuards(document, blob) : () => null
  return {
    savedBy: document.tree(blob).builder.state.version,
    versions: TORCH_VERSIONS,
    findings: found.map((finding) => {
      const repair = repairsOf([finding])
      const node = finding.guard === null ? null : nodeOf(finding.guard)
      return { ...finding, repair, node, words: repair.map((edit) => labelOf(edit as Edit)) }
    }),
    repairs: repairsOf(found),
  }
}

/** Where a guard is first drawn; for one that torch cannot build, the last manager on the way to what it looks at. */
function nodesOfGuards(document: GuardDocument, blob: number): (guard: GuardName) => number | null {
  const { builder } = document.tree(blob)
  const guards = new Map<string, number>()
  const managers = new Map<string, number>()
  const note = (nodes: Map<string, number>, key: string, at: number): void => {
    if (!nodes.has(key)) nodes.set(key, at)
  }
  document.nodes(blob).forEach((node, at) => {
    if ('role' in node && node.kind !== 'root') note(managers, node.manager.source, at)
    else if ('leaf' in node && node.leaf.guard !== null)
      note(guards, `${node.leaf.guard.createFn} ${builder.name(node.leaf.guard)}`, at)
  })
  return ({ name, create_fn: createFn }) => {
    const drawn = guards.get(`${createFn} ${name}`)
    if (drawn !== undefined) return drawn
    const guard = builder.state.guards.find((one) => one.createFn === createFn && builder.name(one) === name)
    for (let at = guard?.source ?? null; at !== null; at = at.base) {
      const manager = managers.get(builder.names.of(at))
      if (manager !== undefined) return manager
    }
    return null
  }
}
