/** Beside the tree while nothing is changed: the legacy getters, what guards see, how the open blobs stand, attributes that mislead. */
import { useStore } from 'zustand'
import type { PrecisionReading } from '../../../shared/precision'
import { heldWords } from '../../../shared/precision-held'
import { BlobEffects } from './blob-effects'
import { DottedName } from './dotted-name'
import type { PrecisionStore } from './precision-store'
import { Raises } from './raises'
import { OtherSetters } from './other-setters'
import { StandingsSection } from './standings-section'
import { heldFor, outcomeWords } from './words'

export function StatePanel({ store, reading }: { readonly store: PrecisionStore; readonly reading: PrecisionReading }) {
  const blobs = useStore(store, (state) => state.blobs)
  const raising = reading.legacy.filter(({ reads }) => 'error' in reads)
  const noted = reading.nodes.filter(({ notes }) => notes.length > 0)
  const traps = reading.attributes.filter(({ trap }) => trap !== '')
  return (
    <aside className="precision-panel" aria-label="In force">
      <StandingsSection store={store} />
      <section>
        <h2>Legacy getters</h2>
        <table className="precision-table">
          <tbody>
            {reading.legacy.map(({ name, reads }) => (
              <tr key={name}>
                <th scope="row">
                  <DottedName name={name} />
                </th>
                <td className={'error' in reads ? 'fail' : ''}>{outcomeWords(reads)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <OtherSetters store={store} reading={reading} />
      {raising.map(({ name, reads, why, page }) => (
        <Raises key={name} name={name} outcome={reads} why={why} page={page} words="raises" />
      ))}
      <section>
        <h3>What guards see</h3>
        <table className="precision-table">
          <tbody>
            {reading.guardKeys.map((one) => (
              <tr key={one.key}>
                <th scope="row">GLOBAL_STATE {one.key}</th>
                <td>{heldWords(one)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {reading.guardKeys.map((one) => (
          <p key={one.key} className="precision-quiet">
            {heldFor(one)} No guard sees anything else that is set here.
          </p>
        ))}
      </section>
      <section>
        <h3>Open blobs</h3>
        <BlobEffects blobs={blobs} of="state" />
      </section>
      <section>
        <h3>Attributes that mislead</h3>
        <dl className="precision-traps">
          {traps.map(({ name, trap }) => (
            <div key={name}>
              <dt>
                <DottedName name={name} />
              </dt>
              <dd>{trap}</dd>
            </div>
          ))}
        </dl>
      </section>
      {noted.length > 0 && (
        <section>
          <h3>Not as it looks</h3>
          <dl className="precision-traps">
            {noted.map(({ cell, name, notes }) => (
              <div key={cell}>
                <dt>{name}</dt>
                {notes.map((note) => (
                  <dd key={note}>{note}</dd>
                ))}
              </div>
            ))}
          </dl>
        </section>
      )}
    </aside>
  )
}
