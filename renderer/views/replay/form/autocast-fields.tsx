/** Autocast, device by device. */
import { ChevronDown, ChevronRight } from 'lucide-react'
import { AUTOCAST_DEVICES, SCALAR_TYPES } from '../../../../shared/scalar-types'
import type { Json } from '../../../../shared/replay'
import { type JsonRecord, listOf } from '../scenario-tree'
import { useForm, useOpen } from './form-context'
import { ScalarTypeSelect } from './scalar-type-select'

export function AutocastFields({ autocast }: { readonly autocast: JsonRecord }) {
  const { change } = useForm()
  const [open, toggle] = useOpen('autocast', false)
  const enabled = listOf(autocast['enabled'])
  const dtypes = listOf(autocast['dtype']).map(Number)
  const set = (steps: readonly (string | number)[], value: Json): void =>
    change({ path: ['process', 'global_state', 'autocast_state', ...steps], value })
  return (
    <>
      <div className="form-row process-row">
        <button type="button" className="row-name opens" aria-expanded={open} onClick={toggle}>
          {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
          <span>autocast</span>
        </button>
        <span className="row-text">{summary(enabled, dtypes)}</span>
      </div>
      {open && (
        <div className="row-body">
          {enabled.map((on, i) => {
            const device = AUTOCAST_DEVICES[i] ?? String(i)
            return (
              <div key={device} className="form-row process-row">
                <label className="check row-name">
                  <input
                    type="checkbox"
                    aria-label={`autocast on ${device}`}
                    checked={on === true}
                    onChange={(event) => set(['enabled', i], event.target.checked)}
                  />
                  <span title={device}>{device}</span>
                </label>
                <ScalarTypeSelect
                  label={`autocast dtype on ${device}`}
                  value={dtypes[i] ?? -1}
                  onChange={(value) => set(['dtype', i], value)}
                />
              </div>
            )
          })}
          <label className="check">
            <input
              type="checkbox"
              checked={autocast['cached_enabled'] === true}
              onChange={(event) => set(['cached_enabled'], event.target.checked)}
            />
            autocast cache
          </label>
        </div>
      )}
    </>
  )
}

function summary(enabled: readonly unknown[], dtypes: readonly number[]): string {
  const on = enabled.flatMap((is, i) =>
    is === true ? [`${AUTOCAST_DEVICES[i] ?? i} ${SCALAR_TYPES[dtypes[i] ?? -1]?.[1] ?? ''}`.trim()] : [],
  )
  return on.length === 0 ? 'off on all devices' : on.join(', ')
}
