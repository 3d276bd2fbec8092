/** What could be left out: how many guards, what that saves, and what could change unseen then. */
import type { Saved, Saving } from '../../../shared/overhead'
import { grouped, plural } from '../../components/format'
import { time } from './words'

interface HelpsProps {
  readonly savings: readonly Saving[]
  readonly scenarios: number
  /** Chooses the guards of one in the tree. */
  readonly onChoose: ((saving: Saving) => void) | null
}

export function Helps({ savings, scenarios, onChoose }: HelpsProps) {
  return (
    <section className="helps" tabIndex={0} aria-label="What would help">
      <table>
        <thead>
          <tr>
            <th scope="col">What could be left out</th>
            <th scope="col">Guards</th>
            <th scope="col">Cold</th>
            <th scope="col">Warm</th>
            <th scope="col">Becomes unsound</th>
          </tr>
        </thead>
        <tbody>
          {savings.map((saving) => (
            <Row key={saving.name} saving={saving} scenarios={scenarios} onChoose={onChoose} />
          ))}
        </tbody>
      </table>
      <p className="helps-note">
        Measured, not added up: the tree that torch would build without them is built and the same call timed against
        both in turns. A guard that goes can save less than it takes, where the next one then fetches the same value.
      </p>
    </section>
  )
}

function Row({ saving, scenarios, onChoose }: { readonly saving: Saving } & Omit<HelpsProps, 'savings'>) {
  const { name, words, total, dropped, cold, warm, unsound, flips, findings } = saving
  const isFilter = name.endsWith('_unsafe')
  return (
    <tr className={dropped === 0 ? 'none' : undefined}>
      <th scope="row">
        {isFilter && onChoose !== null && dropped > 0 ? (
          <button
            type="button"
            className="text-button"
            title="Select these guards in the tree"
            onClick={() => onChoose(saving)}
          >
            <code>{name}</code>
          </button>
        ) : isFilter ? (
          <code>{name}</code>
        ) : (
          words
        )}
      </th>
      <td className="figure">{dropped === 0 ? 'none' : `${grouped(total)} → ${grouped(total - dropped)}`}</td>
      <td className="figure">{dropped === 0 ? '' : <Times saved={cold} />}</td>
      <td className="figure">{dropped === 0 ? '' : <Times saved={warm} />}</td>
      <td>
        {dropped > 0 && (
          <>
            <span>{unsound}</span>
            {flips.length > 0 && (
              <span className="helps-flips" title={flips.join('\n')}>
                {plural(flips.length, 'scenario')} of {scenarios} that {flips.length === 1 ? 'is' : 'are'} refused now
                would pass.
              </span>
            )}
            {findings.map((message) => (
              <span key={message} className="helps-finding">
                {message}
              </span>
            ))}
          </>
        )}
      </td>
    </tr>
  )
}

function Times({ saved }: { readonly saved: Saved | null }) {
  if (saved === null) return null
  const less = saved.after < saved.before * 0.9
  return (
    <span className={less ? 'helps-less' : undefined}>
      {time(saved.before)} → {time(saved.after)}
    </span>
  )
}
