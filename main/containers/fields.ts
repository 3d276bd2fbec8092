/** Reads the objects of a container's pickle by the names of their fields. */
import { buildState, dictEntries, globalName, listItems } from '../pickle/access'
import type { PickleNode } from '../pickle/node'
import { ContainerError } from './container'

/** An object's fields by name: its BUILD state, a `__dict__` or the (`__dict__`, slots) pair. */
export function fieldsOf(node: PickleNode | undefined): ReadonlyMap<string, PickleNode> {
  const fields = new Map<string, PickleNode>()
  const state = node === undefined ? null : buildState(node)
  if (state === null) return fields
  const parts = state.kind === 'tuple' ? state.items : [state]
  for (const part of parts) {
    if (part.kind !== 'dict') continue
    for (const [key, value] of dictEntries(part)) if (key.kind === 'str') fields.set(key.value, value)
  }
  return fields
}

/** The class an object was made with (`torch._dynamo.package.SystemInfo`); null for what is no object. */
export function className(node: PickleNode): string | null {
  if (node.kind !== 'newobj' && node.kind !== 'newobj_ex' && node.kind !== 'reduce') return null
  const callee = node.items[0]
  if (callee === undefined) return null
  const name = globalName(callee)
  // Protocols 0 and 1 make objects through copyreg: copyreg._reconstructor(cls, object, None).
  if (name !== 'copyreg._reconstructor' && name !== 'copy_reg._reconstructor') return name
  const args = node.items[1]
  const cls = args?.kind === 'tuple' ? args.items[0] : undefined
  return cls === undefined ? name : globalName(cls)
}

/** The text of a str, or of an object made from one (TorchVersion is a str that was subclassed). */
export function text(node: PickleNode | undefined): string {
  if (node === undefined) return ''
  if (node.kind === 'str') return node.value
  if (node.kind !== 'newobj' && node.kind !== 'newobj_ex' && node.kind !== 'reduce') return ''
  const args = node.items[1]
  return args?.kind === 'tuple' && args.items.length === 1 ? text(args.items[0]) : ''
}

/** The strings of a tuple or list of str; null for anything else. */
export function texts(node: PickleNode | undefined): readonly string[] | null {
  if (node === undefined || (node.kind !== 'tuple' && node.kind !== 'list')) return null
  const items = node.kind === 'tuple' ? node.items : listItems(node)
  return items.every((item) => item.kind === 'str') ? items.map(text) : null
}

/** The items of a list a container must have. */
export function requiredList(
  node: PickleNode | undefined,
  what: string,
  owner: PickleNode,
  base: number,
): readonly PickleNode[] {
  if (node?.kind === 'list') return listItems(node)
  const offset = base + (node ?? owner).start
  throw new ContainerError(
    `${what} at byte ${offset} should be a list, ${node === undefined ? 'there is none' : `not a ${node.kind}`}`,
    offset,
  )
}

export interface SystemInfo {
  readonly torch: string
  readonly python: string
}

/** The versions an object states: in its SystemInfo, or in its own fields as torch 2.8 wrote them. */
export function systemInfo(owner: ReadonlyMap<string, PickleNode>): SystemInfo {
  const info = owner.has('system_info') ? fieldsOf(owner.get('system_info')) : owner
  return { torch: text(info.get('torch_version')), python: text(info.get('python_version')) }
}
