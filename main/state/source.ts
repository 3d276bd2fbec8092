/** Reads Source objects from the graph: where a guarded value comes from, as a chain from a local or a global. */
import type { CallNode, PickleNode } from '../pickle/node'
import { type Fields, PositionalFields, fieldsOf } from './fields'
import { SOURCE_CLASSES, type SourceClass } from './source-classes'

/** One link of a chain. `cls` is torch's class name; a class this build does not know keeps its name and arguments. */
export interface Source {
  readonly cls: string
  readonly base: Source | null
  /** The fields after `base`, by name; those of an unknown class are named 0, 1, 2... */
  readonly fields: Pick<Fields, 'get'>
  readonly node: PickleNode
  readonly known: boolean
  /** What was worked out of the chain, kept where a look-up costs nothing. */
  readonly notes: SourceNotes
}

/** `Source.name` and `Source.guard_source`, once somebody asked. */
export interface SourceNotes {
  name: string | null
  guardSource: string | null
}

/** Links of a chain: names grow with each, and torch's own recursion ends before. */
const LONGEST = 1000

const MODULES = ['torch._dynamo.source.', 'torch._guards.']

/** Reads sources, one Source for one node. No recursion: a chain may be as long as the file makes it. */
export class SourceReader {
  private readonly cache = new Map<PickleNode, Source | null>()
  /** A blob names each class once: what the name means is looked up once. */
  private readonly classes = new Map<PickleNode, SourceName | null>()

  /** The Source a node stands for; null if it is none. */
  read(node: PickleNode): Source | null {
    const done = this.cache.get(node)
    if (done !== undefined) return done
    const chain: CallNode[] = []
    let at: PickleNode | null = node
    while (at !== null && !this.cache.has(at) && chain.length < LONGEST) {
      if (this.classOf(at) === null) break
      const call: CallNode = at as CallNode
      chain.push(call)
      // null until it is read: a chain that leads back to itself ends there
      this.cache.set(call, null)
      at = this.baseNode(call)
    }
    let base: Source | null = at === null ? null : (this.cache.get(at) ?? null)
    for (let i = chain.length - 1; i >= 0; i--) {
      const link = chain[i]
      if (link === undefined) break
      base = this.link(link, base)
      this.cache.set(link, base)
    }
    if (chain.length === 0) this.cache.set(node, null)
    return this.cache.get(node) ?? null
  }

  /** The class a node is an instance of, if it is a Source. */
  private classOf(node: PickleNode): SourceName | null {
    if (node.kind !== 'reduce' && node.kind !== 'newobj') return null
    const callee = node.items[0]
    if (callee?.kind !== 'global') return null
    let name = this.classes.get(callee)
    if (name === undefined) {
      name = sourceName(callee.value)
      this.classes.set(callee, name)
    }
    return name
  }

  private baseNode(node: CallNode): PickleNode | null {
    if (this.classOf(node)?.spec?.chained === false) return null
    const args = positional(node)
    const base = args === null ? fieldsOf(node).get('base') : args[0]
    return base !== undefined && this.classOf(base) !== null ? base : null
  }

  private link(node: CallNode, base: Source | null): Source {
    const { cls = '', spec } = this.classOf(node) ?? {}
    const args = positional(node)
    const fields = args === null ? fieldsOf(node) : new PositionalFields(args, base === null ? 0 : 1, spec)
    return { cls, base, fields, node, known: spec !== undefined, notes: { name: null, guardSource: null } }
  }
}

interface SourceName {
  readonly cls: string
  readonly spec: SourceClass | undefined
}

/** What a qualified name means as a Source class; one that this build does not know counts by its name. */
function sourceName(qualified: string): SourceName | null {
  const module = MODULES.find((m) => qualified.startsWith(m))
  if (module === undefined) return null
  const cls = qualified.slice(module.length)
  const spec = SOURCE_CLASSES.get(cls)
  return spec !== undefined || cls.endsWith('Source') ? { cls, spec } : null
}

/** Positional arguments (REDUCE, since 2.10), or null where the fields come from BUILD (2.8). */
function positional(node: CallNode): readonly PickleNode[] | null {
  if (node.kind !== 'reduce') return null
  const args = node.items[1]
  return args?.kind === 'tuple' ? args.items : []
}

/** The text of a string field; empty if absent. */
export function textField(source: Source, name: string): string {
  const node = source.fields.get(name)
  return node?.kind === 'str' ? node.value : ''
}
