/** What the process printed, the last of it in view as long as the end is looked at. */
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { CopyButton } from '../../components/copy-button'
import { plural } from '../../components/format'
import { LineList } from './line-list'
import type { LiveProcessStore } from './live-store'

const OUTPUT_ID = 'live-output'

export function focusOutput(): void {
  requestAnimationFrame(() => document.getElementById(OUTPUT_ID)?.focus())
}

export function OutputPane({ store }: { readonly store: LiveProcessStore }) {
  const output = useStore(store, (state) => state.output)
  const lines = useMemo(() => output.map(({ number: key, text, from: kind }) => ({ key, text, kind })), [output])
  const dropped = output[0]?.number ?? 0
  if (output.length === 0) return <p className="quiet-line">Nothing was printed.</p>
  return (
    <div className="live-output">
      <LineList id={OUTPUT_ID} label="Output of the process" role="log" lines={lines} follows />
      <div className="live-output-tools">
        {dropped > 0 && <span>The first {plural(dropped, 'line')} were let go.</span>}
        <CopyButton text={output.map(({ text }) => text).join('\n')} what="the output" />
      </div>
    </div>
  )
}
