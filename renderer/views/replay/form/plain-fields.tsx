/** The numbers of an iterator or an array, part by part. */
import type { Json } from '../../../../shared/replay'
import type { JsonRecord } from '../scenario-tree'
import { numbers } from '../value-text'
import { CommittedInput } from './committed-input'
import { Field } from './field'
import { useForm } from './form-context'
import { numbersOf, type Read, readNumber, readNumbers, someText } from './reading'
import { type Row, spoken } from './rows'

interface PlainField {
  readonly part: string
  readonly read: Read
  /** What is kept of the text. */
  readonly keep: (text: string) => Json
}

const count = (part: string, least = -Infinity): PlainField => ({ part, read: readNumber(least), keep: Number })

/** Kinds of values whose parts are no values themselves. */
const PLAIN_FIELDS: ReadonlyMap<unknown, readonly PlainField[]> = new Map([
  ['range_iterator', [count('start'), count('stop'), count('step'), count('position', 0)]],
  ['list_iterator', [count('remaining', 0)]],
  ['list_reverseiterator', [count('index', -1)]],
  [
    'ndarray',
    [
      { part: 'shape', read: readNumbers('sizes with commas between them: 2, 8'), keep: numbersOf },
      { part: 'dtype', read: someText('the name of a dtype'), keep: (text: string) => text },
    ],
  ],
])

export function PlainFields({ row, value }: { readonly row: Row; readonly value: JsonRecord }) {
  const { change } = useForm()
  const fields = PLAIN_FIELDS.get(value['kind'])
  if (fields === undefined) return null
  return (
    <div className="value-fields">
      {fields.map(({ part, read, keep }) => (
        <Field key={part} name={part}>
          <CommittedInput
            label={`${spoken(row.source)}, ${part}`}
            value={Array.isArray(value[part]) ? numbers(value[part]) : String(value[part])}
            read={read}
            onCommit={(text) => change({ path: [...row.path, part], value: keep(text) })}
          />
        </Field>
      ))}
    </div>
  )
}
