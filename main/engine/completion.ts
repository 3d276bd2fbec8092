/** Completes values that the scopes do not hold by what the guards recorded and by how they are used. */
import { walk } from '../pickle/access'
import type { PickleNode } from '../pickle/node'
import type { Source } from '../state/source'
import type { Evaluator } from './evaluate'
import { ENUM_MEMBER } from './marks'
import { recordedValue } from './recorded'
import { classOf, unknown } from './values/attributes'
import type { PyClass, Value } from './values/value'

export const ENUM = 'enum.EnumType'

export class Completion {
  /** Classes by the id they had where the file was saved; null where nothing tells, or is being asked. */
  private readonly typeOfId = new Map<string, PyClass | null>()
  private readonly twins = new Set<string>()
  /** What the scopes lead to; made when it is first asked for. */
  private held: ReadonlySet<PickleNode> | null = null
  /** Sources whose values were asked for to complete others. */
  readonly asked = new Set<string>()

  constructor(
    private readonly evaluator: Evaluator,
    private readonly nameOf: (source: Source) => string,
  ) {}

  /** A value that the scopes do not hold, completed by what the guards on it recorded. */
  complete(source: Source, value: Value): Value {
    const {
      marks,
      values: { classes },
    } = this.evaluator
    if (value.kind === 'class' && value.mro === null && marks.isOwner(this.nameOf(source), ENUM))
      classes.markEnum(value, false)
    const guessed = value.kind === 'function' && value.guessed
    if (!guessed && (value.kind !== 'unknown' || value.repr !== null)) return value
    const name = this.nameOf(source)
    const guards = marks.on(name)
    const recorded =
      guards === undefined ? null : recordedValue(this.evaluator.values, guards, name, classOf(classes, value))
    if (recorded === null) return this.inferred(source, name, value)
    if (recorded.kind === 'tensor' && this.isHeld(recorded.node)) return this.evaluator.values.read(recorded.node)
    if (recorded.kind === 'class' && value.kind === 'unknown' && value.type?.name === recorded.name) return value
    if (recorded.kind === 'unknown' && classOf(classes, value) === recorded.type) return value
    if (recorded.kind === 'unknown' && recorded.repr === null && value.type !== null && !guessed) return value
    return recorded
  }

  /** Whether a tensor lies in the file itself: a field of a named tuple does, though only its class knows which item it is. */
  private isHeld(node: PickleNode | null): node is PickleNode {
    const { localScope, globalScope } = this.evaluator.state
    this.held ??= new Set([localScope, globalScope].flatMap((scope) => (scope === null ? [] : [...walk(scope)])))
    return node !== null && this.held.has(node)
  }

  /** What guards on other values tell of a value: how it is used, the id of its class, that it is another one. */
  private inferred(source: Source, name: string, value: Value): Value {
    const {
      marks,
      values: { classes },
    } = this.evaluator
    if (classOf(classes, value) !== null && !(value.kind === 'function' && value.guessed)) return value
    const type = marks.owner(name)
    if (type === ENUM_MEMBER) {
      const owner = source.base === null ? undefined : this.evaluator.found(this.nameOf(source.base))
      if (owner?.kind !== 'class') return value
      classes.markEnum(owner, false)
      return unknown('a member of an enum', owner)
    }
    if (type !== undefined) return unknown('its class follows from how it is used', classes.printed(type))
    if (value.kind !== 'unknown') return value
    const byId = this.byTypeId(name)
    if (byId !== null) return unknown('its class is one that another value has', byId)
    return this.twin(name) ?? value
  }

  /** Two values whose classes had one id are of one class. */
  private byTypeId(name: string): PyClass | null {
    const {
      marks,
      values: { classes },
    } = this.evaluator
    const id = marks.typeId(name)
    if (id === null) return null
    const done = this.typeOfId.get(id)
    if (done !== undefined) return done
    this.typeOfId.set(id, null)
    const unsure: string[] = []
    let found: PyClass | null = null
    for (const source of marks.ofTypeId(id)) {
      const other = this.nameOf(source)
      this.asked.add(other)
      const value = other === name ? null : this.evaluator.tryGet(source)
      const known = value !== null && value.kind !== 'tensor' && !(value.kind === 'function' && value.guessed)
      found = known ? classOf(classes, value) : null
      if (found !== null) break
      unsure.push(other)
    }
    this.typeOfId.set(id, found)
    // they were read before the class was known
    if (found !== null) for (const other of unsure) this.evaluator.forget(other)
    return found
  }

  /** The object that a guard holds this one to be. */
  private twin(name: string): Value | null {
    const { marks } = this.evaluator
    const source = this.twins.has(name) ? null : marks.twin(name)
    if (source === null) return null
    this.twins.add(name)
    this.asked.add(this.nameOf(source))
    const value = this.evaluator.tryGet(source)
    this.twins.delete(name)
    return value === null || value.kind === 'missing' ? null : value
  }
}
