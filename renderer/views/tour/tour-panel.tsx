/** One step of the tour, beside the control that it is about; the window stays usable. */
import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { CSSProperties } from 'react'
import { useStore } from 'zustand'
import { IconButton } from '../../components/icon-button'
import { useServices } from '../../components/services'
import { type Box, placeBeside } from './place'
import { TOUR_STEPS, type TourStep } from './tour-steps'

/** Where a control stands changes without a word: it is looked at this often, in milliseconds. */
const LOOK_EVERY = 150
const PANEL = { width: 320, height: 210 }

export function TourPanel() {
  const step = useStore(useServices().tour, (state) => state.step)
  const current = step === null ? undefined : TOUR_STEPS[step]
  return current === undefined || step === null ? null : <Step at={step} step={current} />
}

function Step({ at, step }: { readonly at: number; readonly step: TourStep }) {
  const { tour } = useServices()
  const error = useStore(tour, (state) => state.error)
  const panel = useRef<HTMLElement>(null)
  const [anchor, setAnchor] = useState<Box | null>(null)
  const [height, setHeight] = useState(PANEL.height)
  const [standing, setStanding] = useState({ isInFront: true, isDone: false })
  useEffect(() => {
    // a control that is there only later, or out of view, is brought there once
    let isBrought = false
    const look = (): void => {
      const facts = tour.getState().look()
      const control = controlOf(step.at)
      if (control !== null && !isBrought) {
        control.scrollIntoView({ block: 'nearest', inline: 'nearest' })
        isBrought = true
      }
      const box = control === null ? null : boxOf(control)
      setAnchor((before) => (same(before, box) ? before : box))
      setHeight(panel.current?.offsetHeight ?? PANEL.height)
      const isDone = step.done === undefined || step.done(facts)
      setStanding((before) =>
        before.isInFront === facts.isInFront && before.isDone === isDone
          ? before
          : { isInFront: facts.isInFront, isDone },
      )
    }
    look()
    const timer = setInterval(look, LOOK_EVERY)
    return () => clearInterval(timer)
  }, [tour, step])
  const { isInFront, isDone } = standing
  const size = { width: PANEL.width, height }
  const place = placeBeside(anchor, size, { width: window.innerWidth, height: window.innerHeight })
  const isLast = at === TOUR_STEPS.length - 1
  return (
    <>
      {anchor !== null && isInFront && <div className="tour-ring" aria-hidden style={ringOf(anchor)} />}
      <aside
        ref={panel}
        className="tour-panel"
        aria-label="Tour"
        style={{ left: place.x, top: place.y, width: PANEL.width }}
        onKeyDown={(event) => event.key === 'Escape' && tour.getState().stop()}
      >
        <div className="tour-head">
          <span className="tour-count">
            {at + 1} of {TOUR_STEPS.length}
          </span>
          <IconButton
            label="End the tour"
            icon={<X size={14} />}
            className="small"
            onClick={() => tour.getState().stop()}
          />
        </div>
        <div aria-live="polite">
          <h2>{step.title}</h2>
          {error !== null ? (
            <p className="detail-error">{error}</p>
          ) : isInFront ? (
            <p>{step.text}</p>
          ) : (
            <p>The tour goes on in its own file.</p>
          )}
        </div>
        <div className="tour-buttons">
          <button type="button" className="button" disabled={at === 0} onClick={() => tour.getState().back()}>
            Back
          </button>
          <span className="space" />
          {isInFront || error !== null ? (
            <button
              type="button"
              className={`button${isDone ? ' primary' : ''}`}
              onClick={() => tour.getState().next()}
            >
              {isLast ? 'Finish' : isDone ? 'Next' : 'Skip this step'}
            </button>
          ) : (
            <button type="button" className="button primary" onClick={() => void tour.getState().start()}>
              Show it
            </button>
          )}
        </div>
      </aside>
    </>
  )
}

/** The first of the controls that is drawn. */
function controlOf(selectors: readonly string[]): Element | null {
  for (const selector of selectors) {
    const control = document.querySelector(selector)
    if (control !== null && control.getClientRects().length > 0) return control
  }
  return null
}

function boxOf(control: Element): Box {
  const { x, y, width, height } = control.getBoundingClientRect()
  return { x, y, width, height }
}

function same(a: Box | null, b: Box | null): boolean {
  return a?.x === b?.x && a?.y === b?.y && a?.width === b?.width && a?.height === b?.height
}

function ringOf({ x, y, width, height }: Box): CSSProperties {
  const left = Math.max(0, x - 3)
  const top = Math.max(0, y - 3)
  const right = Math.min(window.innerWidth, x + width + 3)
  const bottom = Math.min(window.innerHeight, y + height + 3)
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) }
}
