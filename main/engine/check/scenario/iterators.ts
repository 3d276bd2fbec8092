/** Iterators, by what is left in them. */
import { unknown } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import { reversedList } from '../../values/reduce'
import type { Value } from '../../values/value'
import { classNamed, intOf, type Json, type Reading } from './making'
import { ScenarioError } from './parse'

type Iterator = Json<'tuple_iterator' | 'list_iterator' | 'list_reverseiterator' | 'range_iterator' | 'count_iterator'>

export function iterator(reader: Reading, json: Iterator, path: string): Value {
  const { classes } = reader
  switch (json.kind) {
    case 'tuple_iterator':
      return iteratorOf(classes, 'builtins.tuple_iterator', reader.list(json.items, `${path}.items`))
    case 'list_iterator':
      return iteratorOf(
        classes,
        'builtins.list_iterator',
        Array.from({ length: Math.min(json.remaining, 1e5) }, () => unknown('an item that the scenario does not give')),
      )
    case 'list_reverseiterator': {
      const over = reader.value(json.list, `${path}.list`)
      return over.kind === 'sequence' && over.base === 'list'
        ? reversedList(classes, over, Math.min(json.index, over.items.length - 1))
        : unknown('a reversed iterator', classNamed(classes, 'builtins.list_reverseiterator'))
    }
    case 'range_iterator': {
      if (json.step === 0) throw new ScenarioError(`${path}.step`, 'expected a step other than 0, got 0')
      // start, stop and step of what is left, as normalize_range_iter gives them
      const [start, step] = [json.start + json.position * json.step, json.step]
      const length = Math.max(0, Math.ceil((json.stop - json.start) / step))
      return iteratorOf(
        classes,
        'builtins.range_iterator',
        [start, json.start + length * step, step].map((n) => intOf(classes, BigInt(n))),
      )
    }
    case 'count_iterator':
      return iteratorOf(classes, 'itertools.count', [
        reader.value(json.item, `${path}.item`),
        reader.value(json.step, `${path}.step`),
      ])
  }
}

function iteratorOf(classes: Classes, type: string, values: readonly Value[]): Value {
  return { kind: 'iterator', type: classNamed(classes, type), node: null, values }
}
