/** What a tensor is made of, part by part. */
import type { Json } from '../../../../shared/replay'
import { type JsonRecord, recordOf } from '../scenario-tree'
import { deviceText, isContiguous, lastName, numbers } from '../value-text'
import { CommittedInput } from './committed-input'
import { DtypeSelect } from './dtype-select'
import { Field } from './field'
import { useForm } from './form-context'
import { numbersOf, readDevice, readNumbers } from './reading'
import { type Row, spoken } from './rows'

const TYPES = ['torch.Tensor', 'torch.nn.parameter.Parameter']
const LAYOUTS = ['strided', 'sparse_coo', 'sparse_csr', 'sparse_csc', 'sparse_bsr', 'sparse_bsc']

export function TensorEditor({ row, value }: { readonly row: Row; readonly value: JsonRecord }) {
  const { change } = useForm()
  const name = spoken(row.source)
  const set = (key: string, json: Json): void => change({ path: [...row.path, key], value: json })
  const shape = numbersOf(numbers(value['shape']))
  const stride = Array.isArray(value['stride']) ? numbersOf(numbers(value['stride'])) : null
  const type = String(value['type'])
  const isWrapper = recordOf(value['inner']) !== null
  const layout = String(value['layout']).replace(/^torch\./, '')
  return (
    <div className="value-fields">
      <Field name="shape">
        <CommittedInput
          label={`${name}, shape`}
          value={shape.join(', ')}
          placeholder="no dimension"
          read={readNumbers('sizes with commas between them: 2, 8')}
          onCommit={(text) => set('shape', numbersOf(text))}
        />
      </Field>
      <Field name="stride">
        {stride === null ? (
          <span className="field-text">none in this layout</span>
        ) : (
          <>
            <CommittedInput
              label={`${name}, stride`}
              value={stride.join(', ')}
              placeholder="no dimension"
              read={readNumbers(`${shape.length} numbers with commas between them`, shape.length)}
              onCommit={(text) => set('stride', numbersOf(text))}
            />
            {isContiguous(shape, stride) ? (
              <span className="field-note" title="The strides are those of a tensor in one piece">
                contiguous
              </span>
            ) : (
              // a shape set anew is contiguous
              <button
                type="button"
                className="text-button"
                aria-label={`Make ${name} contiguous`}
                onClick={() => set('shape', shape)}
              >
                make contiguous
              </button>
            )}
          </>
        )}
      </Field>
      <Field name="dtype">
        <DtypeSelect
          label={`${name}, dtype`}
          value={String(value['dtype'])}
          onChange={(dtype) => set('dtype', dtype)}
        />
      </Field>
      <Field name="device">
        <CommittedInput
          label={`${name}, device`}
          value={deviceText(recordOf(value['device']))}
          read={readDevice}
          onCommit={(text) => set('device', text)}
        />
      </Field>
      <Field name="type">
        {isWrapper ? (
          <span className="field-text" title={type}>
            {lastName(type)}
          </span>
        ) : (
          <select aria-label={`${name}, type`} value={type} onChange={(event) => set('type', event.target.value)}>
            {[...new Set([type, ...TYPES])].map((each) => (
              <option key={each} value={each}>
                {lastName(each)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {layout !== 'strided' && (
        <Field name="layout">
          <select
            aria-label={`${name}, layout`}
            value={layout}
            onChange={(event) => set('layout', `torch.${event.target.value}`)}
          >
            {[...new Set([layout, ...LAYOUTS])].map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </Field>
      )}
      <Field name="">
        <label className="check">
          <input
            type="checkbox"
            aria-label={`${name}, requires grad`}
            checked={value['requires_grad'] === true}
            onChange={(event) => set('requires_grad', event.target.checked)}
          />
          requires_grad
        </label>
      </Field>
      {Object.entries(recordOf(value['marks']) ?? {}).map(([mark, dims]) => (
        <Field key={mark} name={mark.replace(/^_dynamo_/, '').replace(/_indices$/, '')} title={mark}>
          <CommittedInput
            label={`${name}, ${mark}`}
            value={numbers(dims)}
            placeholder="no dimension"
            read={readNumbers('dimensions with commas between them: 0, 1')}
            onCommit={(text) => change({ path: [...row.path, 'marks', mark], value: numbersOf(text) })}
          />
        </Field>
      ))}
    </div>
  )
}
