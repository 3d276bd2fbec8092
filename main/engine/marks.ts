/** What the guards on other values tell of a value that no scope holds. */
import type { Guard, GuardsState } from '../state/guards-state'
import { type Source, type SourceReader, textField } from '../state/source'
import { recordedPart } from './recorded'

const ENUM = 'enum.EnumType'
/** Stands for the class of an enum's member, which is the enum. */
export const ENUM_MEMBER = 'a member'

/** Attributes that only values of one class have. */
const OWNERS: ReadonlyMap<string, string> = new Map([
  ['__defaults__', 'function'],
  ['__kwdefaults__', 'function'],
  ['__code__', 'function'],
  ['__closure__', 'function'],
  ['cell_contents', 'cell'],
  ['_member_map_', ENUM],
  ['_member_names_', ENUM],
  ['_value_', ENUM_MEMBER],
  ['_name_', ENUM_MEMBER],
  ['cache_info', 'functools._lru_cache_wrapper'],
])

/** Indexes of the guards by the names of sources; each is made when it is first asked for. */
export class Marks {
  private byName: Map<string, Guard[]> | null = null
  private byChild: Map<string, string> | null = null
  private byTypeId: { readonly ids: Map<string, string>; readonly sources: Map<string, Source[]> } | null = null
  private same: Map<string, Source> | null = null
  private lookups: Map<string, { readonly index: number; readonly key: string }[]> | null = null

  private readonly guards: readonly Guard[]
  private readonly sources: SourceReader

  constructor(
    { guards, sources }: Pick<GuardsState, 'guards' | 'sources'>,
    private readonly nameOf: (source: Source) => string,
  ) {
    this.guards = guards
    this.sources = sources
  }

  /** The guards on a source. */
  on(name: string): readonly Guard[] | undefined {
    if (this.byName === null) {
      this.byName = new Map()
      for (const guard of this.guards) {
        if (guard.source === null) continue
        const at = this.nameOf(guard.source)
        const list = this.byName.get(at)
        if (list === undefined) this.byName.set(at, [guard])
        else list.push(guard)
      }
    }
    return this.byName.get(name)
  }

  /** The printed class that sources leading on from a value give it: only a function has defaults, only an enum members. */
  owner(name: string): string | undefined {
    if (this.byChild === null) {
      this.byChild = new Map()
      for (const guard of this.guards) {
        for (let at = guard.source; at?.base != null; at = at.base) {
          const type =
            at.cls === 'DefaultsSource' || at.cls === 'CodeSource' || at.cls === 'ClosureSource'
              ? 'function'
              : OWNERS.get(textField(at, 'member'))
          if (type !== undefined) this.byChild.set(this.nameOf(at.base), type)
        }
      }
    }
    return this.byChild.get(name)
  }

  /** Whether a class is of a metaclass, by how it is used or by the recorded check of its type. */
  isOwner(name: string, metaclass: string): boolean {
    if (this.owner(name) === metaclass) return true
    const code = `___check_type_id(${name}, `
    return this.on(name)?.some((g) => recordedPart(g, code)?.endsWith(`type=<class '${metaclass}'>`) === true) === true
  }

  /** The id that the class of a value had in the process that saved it, where its check was recorded. */
  typeId(name: string): string | null {
    return this.typeIds().ids.get(name) ?? null
  }

  /** The sources of values whose class had that id. */
  ofTypeId(id: string): readonly Source[] {
    return this.typeIds().sources.get(id) ?? []
  }

  private typeIds(): { readonly ids: Map<string, string>; readonly sources: Map<string, Source[]> } {
    if (this.byTypeId !== null) return this.byTypeId
    const ids = new Map<string, string>()
    const sources = new Map<string, Source[]>()
    for (const guard of this.guards) {
      if (guard.source === null) continue
      const name = this.nameOf(guard.source)
      const id = ids.has(name) ? null : recordedTypeId(guard, name)
      if (id === null) continue
      ids.set(name, id)
      const list = sources.get(id)
      if (list === undefined) sources.set(id, [guard.source])
      else list.push(guard.source)
    }
    return (this.byTypeId = { ids, sources })
  }

  /** The first index of a `__mro__` whose class gave a value one of these attributes, or null. */
  foundAt(mro: string, isAttribute: (name: string) => boolean): number | null {
    if (this.lookups === null) {
      this.lookups = new Map()
      for (const guard of this.guards) {
        for (let at = guard.source; at !== null; at = at.base) {
          const found = mroLookup(at)
          if (found === null) continue
          const name = this.nameOf(found.mro)
          const list = this.lookups.get(name)
          if (list === undefined) this.lookups.set(name, [found])
          else list.push(found)
        }
      }
    }
    const found = this.lookups.get(mro)?.filter(({ key }) => isAttribute(key)) ?? []
    return found.length === 0 ? null : Math.min(...found.map(({ index }) => index))
  }

  /** Another source of the same object, as a DUPLICATE_INPUT says. */
  twin(name: string): Source | null {
    if (this.same === null) {
      this.same = new Map()
      for (const { createFn, source, keywords } of this.guards) {
        const node = createFn === 'DUPLICATE_INPUT' ? keywords.get('source_b') : undefined
        const other = node === undefined ? null : this.sources.read(node)
        if (source === null || other === null) continue
        this.same.set(this.nameOf(source), other).set(this.nameOf(other), source)
      }
    }
    return this.same.get(name) ?? null
  }
}

/** `__mro__[index].__dict__[key]` read from a source: the `__mro__`, the index and the key. */
function mroLookup(source: Source): { readonly mro: Source; readonly index: number; readonly key: string } | null {
  const owner = source.base?.cls === 'TypeDictSource' ? source.base.base : null
  const index = owner?.fields.get('index')
  const key = source.fields.get('index')
  if (owner?.base?.cls !== 'TypeMROSource' || index?.kind !== 'int' || key?.kind !== 'str') return null
  return { mro: owner.base, index: Number(index.value), key: key.value }
}

/** The id in a recorded `___check_type_id(name, id)`. */
export function recordedTypeId(guard: Guard, name: string): string | null {
  const prefix = `___check_type_id(${name}, `
  return /^\d+/.exec(recordedPart(guard, prefix)?.slice(prefix.length) ?? '')?.[0] ?? null
}
