/** What makes a value pass guards on types, constants, lengths, keys and attributes. */
import type { Json, JsonPath, ScenarioChange } from '../../../../shared/replay'
import type { KindJson, ValueJson } from '../../../../shared/scenario'
import type { Expectation, LeafGuard } from '../../manager'
import { classOf } from '../../values/attributes'
import { hashKey } from '../../values/hash-key'
import { summary } from '../../values/summary'
import type { PyClass, Value } from '../../values/value'
import { jsonAt, type Place } from './place'
import { type Remedy, type Situation, written } from './remedy'
import { ofType } from './retyped'

type Of<K extends Expectation['kind']> = Extract<Expectation, { kind: K }>

export class ValueRemedies {
  private readonly source: string

  constructor(
    private readonly situation: Situation,
    private readonly place: Place,
    private readonly value: Value,
  ) {
    this.source = situation.failure.manager.source
  }

  /** Another value in its place. */
  become(wanted: Value | null): Remedy[] {
    const { path, form } = this.place
    const json = written(this.situation, wanted)
    if (json === null || wanted === null) return []
    if (form === 'number') {
      if (wanted.kind !== 'int') return []
      return this.one(`from ${this.show(this.value)} to ${this.show(wanted)}`, { path, value: Number(wanted.value) })
    }
    return this.one(`from ${this.show(this.value)} to ${this.show(wanted)}`, { path, value: json as unknown as Json })
  }

  /** The built-in value of an instance of a subclass of int, float or str. */
  scalar(wanted: Value): Remedy[] {
    const there = this.json()
    if (there?.kind !== 'scalar_subclass') return this.become(wanted)
    const json = written(this.situation, wanted)
    if (json === null) return []
    const change = { path: [...this.place.path, 'value'], value: json as unknown as Json }
    const was = this.value.kind === 'object' ? (this.value.scalar ?? this.value) : this.value
    return this.one(`from ${this.show(was)} to ${this.show(wanted)}`, change)
  }

  type(wanted: PyClass | null): Remedy[] {
    const example = this.situation.failure.manager.value
    const there = this.json()
    const converted = there === null || wanted === null ? null : ofType(there, wanted.name)
    const name = wanted?.qualname ?? ''
    const was = classOf(this.situation.tree.builder.classes, this.value)?.qualname ?? 'its type'
    const { path } = this.place
    const change =
      typeof converted === 'string' ? { path: [...path, 'type'], value: converted } : { path, value: converted }
    const convert = converted === null ? [] : this.one(`from ${was} to ${name}`, change as ScenarioChange)
    return [...convert, ...this.become(example)]
  }

  length(leaf: LeafGuard, wanted: number | null): Remedy[] {
    const example = this.situation.failure.manager.value
    const there = this.json()
    if (wanted === null || there === null) return this.become(example)
    if (there.kind === 'dict' && leaf.cls !== 'LENGTH_CHECK') return this.keysLike(example)
    if (there.kind === 'tensor') {
      const change = { path: [...this.place.path, 'shape', 0], value: wanted }
      return there.shape.length === 0 ? [] : this.one(`size at 0 from ${there.shape[0]} to ${wanted}`, change)
    }
    if (there.kind === 'set' && leaf.cls === 'LENGTH_CHECK') return this.itemsLike(there.items.length, example)
    const isList = there.kind === 'sequence' || (there.kind === 'tuple_iterator' && leaf.cls === 'TUPLE_ITERATOR_LEN')
    if (!isList) return this.become(example)
    const { items } = there
    const more = this.itemsFrom(example, items.length, wanted)
    const changes = [
      ...Array.from({ length: Math.max(0, items.length - wanted) }, (_, i): ScenarioChange => ({
        path: [...this.place.path, 'items', items.length - 1 - i],
        remove: true,
      })),
      ...more.map(({ json }, i): ScenarioChange => ({
        path: [...this.place.path, 'items', items.length + i],
        value: json as unknown as Json,
      })),
    ]
    const made = this.one(`length from ${items.length} to ${wanted}`, ...changes)
    return more.every(({ isSaved }) => isSaved) ? made : made.map((remedy) => ({ ...remedy, note: STANDS_IN }))
  }

  /** The saved value's own items from one index to another. */
  private itemsFrom(example: Value | null, from: number, to: number): { json: ValueJson; isSaved: boolean }[] {
    const saved = example?.kind === 'sequence' ? example.items : example?.kind === 'iterator' ? example.values : []
    return Array.from({ length: Math.max(0, to - from) }, (_, i) => {
      const json = written(this.situation, saved[from + i] ?? null)
      return { json: json ?? { kind: 'none' }, isSaved: json !== null }
    })
  }

  contains({ key, contains }: Of<'contains'>): Remedy[] {
    const name = this.show(key)
    if (this.place.form === 'record') {
      if (key.kind !== 'str') return []
      const path = [...this.place.path, key.value]
      return contains
        ? this.add(`add ${name}`, path, this.saved(key))
        : this.one(`without ${name}`, { path, remove: true })
    }
    const there = this.json()
    if (there?.kind === 'set' && this.value.kind === 'set') {
      if (contains) return this.add(`add ${name}`, [...this.place.path, 'items', there.items.length], key)
      const at = this.value.items.findIndex((item) => same(item, key))
      return at < 0 ? [] : this.one(`without ${name}`, { path: [...this.place.path, 'items', at], remove: true })
    }
    if (there?.kind !== 'dict' || this.value.kind !== 'dict') return this.become(this.situation.failure.manager.value)
    if (contains) return this.addKey(there.items.length, key, this.saved(key))
    const at = this.value.entries.findIndex(([k]) => same(k, key))
    return at < 0 ? [] : this.one(`without key ${name}`, { path: [...this.place.path, 'items', at], remove: true })
  }

  addKey(at: number, key: Value, value: Value | null): Remedy[] {
    const [k, v] = [written(this.situation, key), written(this.situation, value)]
    if (k === null) return []
    const pair = [k, v ?? { kind: 'none' }] as unknown as Json
    return this.one(`add key ${this.show(key)}`, { path: [...this.place.path, 'items', at], value: pair })
  }

  /** A set of the saved one's items: what it has beside them goes, what it lacks comes. */
  private itemsLike(count: number, example: Value | null): Remedy[] {
    if (example?.kind !== 'set' || this.value.kind !== 'set') return this.become(example)
    const { items } = this.value
    const gone = items.map((_, i) => i).filter((i) => !example.items.some((item) => same(item, items[i] ?? item)))
    const made = example.items.filter((item) => !items.some((other) => same(other, item)))
    return this.likeSaved(count, gone, made, (item) => written(this.situation, item))
  }

  /** The keys of the saved dict; values of keys that both have stay. */
  keysLike(example: Value | null): Remedy[] {
    const there = this.json()
    if (example?.kind !== 'dict' || this.value.kind !== 'dict') return this.become(example)
    if (there?.kind !== 'dict' && there?.kind !== 'mappingproxy') return this.become(example)
    const { entries } = this.value
    const gone = entries
      .map((_, i) => i)
      .filter((i) => !example.entries.some(([key]) => same(key, entries[i]?.[0] ?? key)))
    const made = example.entries.filter(([key]) => !entries.some(([k]) => same(k, key)))
    const pair = ([key, value]: readonly [Value, Value]): unknown => {
      const k = written(this.situation, key)
      return k === null ? null : [k, written(this.situation, value) ?? { kind: 'none' }]
    }
    const kept = [...entries.filter((_, i) => !gone.includes(i)), ...made]
    if (kept.every(([key], i) => same(key, example.entries[i]?.[0] ?? key)))
      return this.likeSaved(entries.length, gone, made, pair)
    // in another order, they are all set anew
    const items = example.entries.map((entry): unknown => {
      const at = entries.findIndex(([k]) => same(k, entry[0]))
      return at >= 0 ? there.items[at] : pair(entry)
    })
    if (items.includes(null)) return []
    const keys = example.entries.map(([key]) => this.show(key)).join(', ')
    return this.one(`keys ${keys}`, { path: [...this.place.path, 'items'], value: items as Json })
  }

  /** Takes items away from behind, then adds others at the end. */
  private likeSaved<T>(
    count: number,
    gone: readonly number[],
    made: readonly T[],
    json: (item: T) => unknown,
  ): Remedy[] {
    const at = (index: number): JsonPath => [...this.place.path, 'items', index]
    const values = made.map(json)
    if (values.includes(null) || gone.length + made.length === 0) return []
    const changes = [
      ...[...gone].reverse().map((index): ScenarioChange => ({ path: at(index), remove: true })),
      ...values.map((value, i): ScenarioChange => ({ path: at(count - gone.length + i), value: value as Json })),
    ]
    const words = [
      ...(gone.length > 0 ? [`${gone.length} less`] : []),
      ...(made.length > 0 ? [`${made.length} more`] : []),
    ]
    return this.one(`items as saved, ${words.join(', ')}`, ...changes)
  }

  /** An attribute that should not be there. */
  without(name: string): Remedy[] {
    const there = this.json()
    const { path } = this.place
    const holders = ['attrs', 'slots', 'marks'] as const
    for (const holder of holders) {
      const record = there === null ? undefined : (there as Partial<Record<(typeof holders)[number], object>>)[holder]
      if (record !== undefined && Object.hasOwn(record, name))
        return this.one(`without ${name}`, { path: [...path, holder, name], remove: true })
    }
    return []
  }

  unmarked(names: readonly string[]): Remedy[] {
    const there = this.json()
    if (there?.kind !== 'tensor') return []
    const marked = names.filter((name) => there.marks !== undefined && Object.hasOwn(there.marks, name))
    const changes = marked.map((name): ScenarioChange => ({ path: [...this.place.path, 'marks', name], remove: true }))
    return changes.length === 0 ? [] : this.one(`without ${marked.join(', ')}`, ...changes)
  }

  set(title: string, path: JsonPath, value: Json): Remedy[] {
    return this.one(title, { path: [...this.place.path, ...path], value })
  }

  private saved(key: Value): Value | null {
    const example = this.situation.failure.manager.value
    if (example?.kind !== 'dict') return null
    return example.entries.find(([k]) => same(k, key))?.[1] ?? null
  }

  private add(title: string, path: JsonPath, value: Value | null): Remedy[] {
    const json = written(this.situation, value)
    return this.one(title, { path, value: (json ?? { kind: 'none' }) as unknown as Json })
  }

  private json(): KindJson | null {
    return this.place.form === 'value' ? jsonAt(this.situation.json, this.place.path) : null
  }

  private one(title: string, ...changes: readonly ScenarioChange[]): Remedy[] {
    return [{ title: `${this.source}: ${title}`, changes }]
  }

  private show(value: Value): string {
    const { builder } = this.situation.tree
    if (value.kind === 'unknown') return value.type?.qualname ?? 'what the scenario does not give'
    return summary(value, (v) => builder.repr(v))
  }
}

export function same(a: Value, b: Value): boolean {
  const hash = hashKey(a)
  return a === b || (hash !== null && hash === hashKey(b))
}

const STANDS_IN = 'The blob does not hold the items: None stands in for them.'
