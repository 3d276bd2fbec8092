/** The errors of the fp32 precisions by emulation, which needs no device. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { EMULATED_OPERATIONS, EMULATED_PRECISIONS } from '../../../shared/emulated'
import type { EmulatedErrors } from '../../../shared/emulated'
import type { DevicesStore } from './devices-store'
import { errorText } from './words'

export function EmulatedSection({ store }: { readonly store: DevicesStore }) {
  const emulated = useStore(store, (state) => state.emulated)
  const error = useStore(store, (state) => state.emulatedError)
  useEffect(() => void store.getState().emulate(), [store])
  return (
    <section className="gpu" aria-labelledby="emulated-errors">
      <header className="gpu-head">
        <h2 id="emulated-errors">Errors of the fp32 precisions</h2>
        <span className="emulated-mark">emulated</span>
      </header>
      {error !== null && <p className="gpu-failed">{error}</p>}
      {emulated === null && error === null && <p className="gpu-quiet">Computing…</p>}
      {emulated !== null && <EmulatedTable emulated={emulated} />}
      <p className="gpu-note">
        Computed here, without a device: inputs rounded to TF32 or BF16 bit for bit, sums in float32 in the order of k.
        Relative error, and below it the largest, against float64. A device sums in another order.
      </p>
    </section>
  )
}

function EmulatedTable({ emulated: { sizes, rows } }: { readonly emulated: EmulatedErrors }) {
  return (
    <table className="error-table">
      <thead>
        <tr>
          <th scope="col">Operation</th>
          {EMULATED_PRECISIONS.map((precision) => (
            <th key={precision} scope="col" className="number">
              {precision}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {EMULATED_OPERATIONS.map((operation) => (
          <tr key={operation}>
            <th scope="row">
              {operation}
              <span className="operation-size">{sizes[operation]}</span>
            </th>
            {EMULATED_PRECISIONS.map((precision) => {
              const row = rows.find((each) => each.operation === operation && each.precision === precision)
              return (
                <td key={precision} className="number">
                  {row !== undefined && (
                    <>
                      {errorText(row.relative)}
                      <span className="operation-size">{errorText(row.maxAbs)}</span>
                    </>
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
