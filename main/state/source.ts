/** Reads Source objects from the graph: where a guarded value comes from, as a chain from a local or a global. */
import { globalName } from '../pickle/access'
import type { PickleNode } from '../pickle/node'
import { type Fields, PositionalFields, fieldsOf } from './fields'
import { SOURCE_CLASSES } from './source-classes'

/** One link of a chain. `cls` is torch's class name; a class this build does not know keeps its name and arguments. */
export interface Source {
  readonly cls: string
  readonly base: Source | null
  /** The fields after `base`, by name; those of an unknown class are named 0, 1, 2... */
  readonly fields: Pick<Fields, 'get'>
  readonly node: PickleNode
  readonly known: boolean
}

/** Links of a chain: names grow with each, and torch's own recursion ends before. */
const LONGEST = 1000

const MODULES = ['torch._dynamo.source.', 'torch._guards.']

/** The Source class a callable names, or null. */
function sourceClassOf(callee: PickleNode | undefined): string | null {
  const name = callee === undefined ? null : globalName(callee)
  if (name === null) return null
  const module = MODULES.find((m) => name.startsWith(m))
  const cls = module === undefined ? null : name.slice(module.length)
  return cls !== null && (SOURCE_CLASSES.has(cls) || cls.endsWith('Source')) ? cls : null
}

/** Whether a node is a Source object. */
export function isSourceNode(node: PickleNode): boolean {
  return (node.kind === 'reduce' || node.kind === 'newobj') && sourceClassOf(node.items[0]) !== null
}

/** Reads sources, one Source for one node. No recursion: a chain may be as long as the file makes it. */
export class SourceReader {
  private readonly cache = new Map<PickleNode, Source | null>()

  /** The Source a node stands for; null if it is none. */
  read(node: PickleNode): Source | null {
    const done = this.cache.get(node)
    if (done !== undefined) return done
    const chain: PickleNode[] = []
    const onChain = new Set<PickleNode>()
    let at: PickleNode | null = node
    while (at !== null && !this.cache.has(at) && isSourceNode(at) && !onChain.has(at) && chain.length < LONGEST) {
      chain.push(at)
      onChain.add(at)
      at = baseNode(at)
    }
    let base: Source | null = at === null ? null : (this.cache.get(at) ?? null)
    for (let i = chain.length - 1; i >= 0; i--) {
      const link = chain[i]
      if (link === undefined) break
      base = readLink(link, base)
      this.cache.set(link, base)
    }
    if (chain.length === 0) this.cache.set(node, null)
    return this.cache.get(node) ?? null
  }
}

/** Positional arguments (REDUCE, since 2.10), or null where the fields come from BUILD (2.8). */
function positional(node: PickleNode): readonly PickleNode[] | null {
  if (node.kind !== 'reduce') return null
  const args = node.items[1]
  return args?.kind === 'tuple' ? args.items : []
}

function baseNode(node: PickleNode): PickleNode | null {
  const cls = 'items' in node ? sourceClassOf(node.items[0]) : null
  if (cls === null) return null
  const spec = SOURCE_CLASSES.get(cls)
  if (spec !== undefined && !spec.chained) return null
  const args = positional(node)
  const base = args === null ? fieldsOf(node).get('base') : args[0]
  return base !== undefined && isSourceNode(base) ? base : null
}

function readLink(node: PickleNode, base: Source | null): Source {
  const cls = ('items' in node ? sourceClassOf(node.items[0]) : null) ?? ''
  const spec = SOURCE_CLASSES.get(cls)
  const args = positional(node)
  const fields = args === null ? fieldsOf(node) : new PositionalFields(args, base === null ? 0 : 1, spec)
  return { cls, base, fields, node, known: spec !== undefined }
}

/** The text of a string field; empty if absent. */
export function textField(source: Source, name: string): string {
  const node = source.fields.get(name)
  return node?.kind === 'str' ? node.value : ''
}
