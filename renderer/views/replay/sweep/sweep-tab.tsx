/** A sweep of the scenario in front over the values of one or two of its parts. */
import { ArrowLeftRight, LoaderCircle, X } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { plural } from '../../../components/format'
import { IconButton } from '../../../components/icon-button'
import { useServices } from '../../../components/services'
import type { TreeStore } from '../../guard-tree/tree-store'
import { countOf } from './axis'
import { AxisPicker } from './axis-picker'
import { AxisValuesInput } from './axis-values-input'
import { AnswerCells } from './sweep-answer'
import type { SweepStore } from './sweep-store'

interface SweepTabProps {
  readonly document: string
  readonly blob: number
  readonly tree: TreeStore
}

export function SweepTab({ document, blob, tree }: SweepTabProps) {
  const sweep = useServices().sweep(document, blob)
  useEffect(() => sweep.getState().watch(tree), [sweep, tree])
  const { offers, answer, error, running, cancelled, again } = useStore(sweep)
  if (offers.length === 0)
    return (
      <div className="sweep">
        <p className="quiet-line">{error ?? 'This scenario has no part that a sweep could vary.'}</p>
      </div>
    )
  return (
    <div className="sweep" aria-busy={running}>
      <Axes sweep={sweep} />
      {error !== null && (
        <p className="detail-error" role="alert">
          {error}
        </p>
      )}
      {cancelled && (
        <p className="sweep-cancelled" role="status">
          Cancelled.{' '}
          <button type="button" className="text-button" onClick={again}>
            Sweep again
          </button>
        </p>
      )}
      {answer !== null && (
        <AnswerCells key={answer.axes.map(({ offer }) => offer.key).join()} answer={answer} sweep={sweep} tree={tree} />
      )}
      {answer === null && running && <p className="quiet-line">Checking each value…</p>}
    </div>
  )
}

function Axes({ sweep }: { readonly sweep: SweepStore }) {
  const { offers, axes, running, choose, setValues, swap } = useStore(sweep)
  const [across, down] = axes
  const steps = axes.reduce((product, { values }) => product * countOf(values), 1)
  return (
    <div className="sweep-axes">
      <div className="sweep-axis" role="group" aria-label="Across">
        {down !== undefined && <span className="sweep-word">across</span>}
        <AxisPicker
          label="Across"
          chosen={across?.offer ?? null}
          offers={offers.filter(({ key }) => key !== down?.offer.key)}
          onChoose={(key) => choose(0, key)}
        />
        {across !== undefined && (
          <AxisValuesInput key={across.offer.key} axis={across} onChange={(values) => setValues(0, values)} />
        )}
      </div>
      <div className="sweep-axis" role="group" aria-label="Down">
        {down !== undefined && (
          <>
            <IconButton label="Swap across and down" icon={<ArrowLeftRight size={14} />} onClick={swap} />
            <span className="sweep-word">down</span>
          </>
        )}
        <AxisPicker
          label={down === undefined ? 'Second axis' : 'Down'}
          chosen={down?.offer ?? null}
          offers={offers.filter(({ key }) => key !== across?.offer.key)}
          onChoose={(key) => choose(1, key)}
        />
        {down !== undefined && (
          <>
            <AxisValuesInput key={down.offer.key} axis={down} onChange={(values) => setValues(1, values)} />
            <IconButton label="Take the second axis away" icon={<X size={14} />} onClick={() => choose(1, null)} />
          </>
        )}
      </div>
      <span className="sweep-steps">
        {running && <LoaderCircle className="spin" size={13} aria-label="Checking" />}
        {plural(steps, 'step')}
      </span>
    </div>
  )
}
