/** A report of what is in front: what is in it, what is left out of it, and as which file. */
import { useEffect, useMemo, useState } from 'react'
import { toast } from '../../components/toast'
import { useStore } from 'zustand'
import type { ReportAsk, ReportFormat, ReportPart, ReportTheme } from '../../../shared/report'
import { REPORT_FORMATS, REPORT_THEMES } from '../../../shared/report'
import { DialogFrame } from '../../components/dialog-frame'
import { OtherBlobSelect } from '../../components/other-blob-select'
import { byteSize } from '../../components/format'
import { useDocuments, useServices } from '../../components/services'
import { otherBlobs } from '../../stores/other-blobs'
import { askOf, type Choice, type Front, firstChoice, isChosen, offeredParts } from './report-parts'
import { useFront } from './use-front'

const FORMATS: Readonly<Record<ReportFormat, { readonly label: string; readonly about: string }>> = {
  html: { label: 'HTML', about: 'One page, to be searched and folded, offline.' },
  md: { label: 'Markdown', about: 'For an issue or a pull request: long tables are cut.' },
  json: { label: 'JSON', about: 'For a program; its fields are documented.' },
  pdf: { label: 'PDF', about: 'Printed, the whole tree included.' },
}

const THEMES: Readonly<Record<ReportTheme, string>> = { system: 'As the reader has it', dark: 'Dark', light: 'Light' }

export function ReportDialog({ view, onClose }: { readonly view: string; readonly onClose: () => void }) {
  const { api, precision } = useServices()
  const front = useFront()
  const [choice, setChoice] = useState<Choice>(() => firstChoice(view))
  const [writing, setWriting] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const settings = useStore(precision, (state) => state.reading?.state ?? null)
  const change = (part: Partial<Choice>): void => setChoice({ ...choice, ...part })
  const ask = useMemo(() => askOf(front, choice, settings), [front, choice, settings])
  const id = front.kind === 'none' ? null : front.document
  const size = useSize(id, ask)
  useEffect(() => void precision.getState().start(null), [precision])
  const save = async (): Promise<void> => {
    if (ask === null || writing) return
    setWriting(true)
    const reply = await api.exportReport(id, ask)
    setWriting(false)
    if (!reply.ok) return setError(reply.error.message)
    if (reply.value === null) return
    toast(`Report written: ${reply.value}`)
    onClose()
  }
  return (
    <DialogFrame
      title="Export a report"
      lead={LEADS[front.kind]}
      onClose={onClose}
      onSubmit={() => void save()}
      buttons={
        <>
          <span className="report-size" role="status">
            {writing ? 'Writing…' : size}
          </span>
          <button type="submit" className="button primary" disabled={ask === null || writing}>
            Export…
          </button>
        </>
      }
    >
      <Formats format={choice.format} onChoose={(format) => change({ format })} />
      {front.kind === 'document' && front.blobs > 1 && (
        <Scope blobs={front.blobs} all={choice.all} onChoose={(all) => change({ all })} />
      )}
      <Parts front={front} choice={choice} onChange={change} />
      <fieldset className="report-group">
        <legend>Left out</legend>
        <Check label="Folders of file names" checked={!choice.paths} onChange={(out) => change({ paths: !out })} />
        <Check
          label="Stacks and lines of your code"
          checked={!choice.stacks}
          onChange={(out) => change({ stacks: !out })}
        />
      </fieldset>
      <div className="dialog-fields">
        <label className="dialog-field">
          <span>Title</span>
          <input
            value={choice.title}
            placeholder="The name of the file"
            maxLength={200}
            onChange={(event) => change({ title: event.target.value })}
          />
        </label>
        {choice.format === 'html' && (
          <label className="dialog-field">
            <span>Theme</span>
            <select value={choice.theme} onChange={(event) => change({ theme: themeOf(event.target.value) })}>
              {REPORT_THEMES.map((theme) => (
                <option key={theme} value={theme}>
                  {THEMES[theme]}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {error !== null && (
        <p className="detail-error" role="alert">
          {error}
        </p>
      )}
    </DialogFrame>
  )
}

const LEADS: Readonly<Record<Front['kind'], string>> = {
  document: 'One file with what is known of the blob. Nothing in it is executed.',
  trace: 'One file with the compiles of the log.',
  none: 'One file with the precision settings in front.',
}

const themeOf = (value: string): ReportTheme => REPORT_THEMES.find((theme) => theme === value) ?? 'system'

function Formats({
  format,
  onChoose,
}: {
  readonly format: ReportFormat
  readonly onChoose: (format: ReportFormat) => void
}) {
  return (
    <fieldset className="report-group">
      <legend>Format</legend>
      <div className="report-formats">
        {REPORT_FORMATS.map((one) => (
          <label key={one} className="report-format">
            <input type="radio" name="format" checked={one === format} onChange={() => onChoose(one)} />
            {FORMATS[one].label}
          </label>
        ))}
      </div>
      <small className="report-about">{FORMATS[format].about}</small>
    </fieldset>
  )
}

function Scope(props: { readonly blobs: number; readonly all: boolean; readonly onChoose: (all: boolean) => void }) {
  return (
    <fieldset className="report-group">
      <legend>Of</legend>
      <div className="report-formats">
        <label className="report-format">
          <input type="radio" name="scope" checked={!props.all} onChange={() => props.onChoose(false)} />
          The blob in front
        </label>
        <label className="report-format">
          <input type="radio" name="scope" checked={props.all} onChange={() => props.onChoose(true)} />
          All {props.blobs} blobs of the file
        </label>
      </div>
    </fieldset>
  )
}

interface PartsProps {
  readonly front: Front
  readonly choice: Choice
  readonly onChange: (part: Partial<Choice>) => void
}

function Parts({ front, choice, onChange }: PartsProps) {
  const documents = useDocuments((state) => state.documents)
  const others = front.kind === 'document' ? otherBlobs(documents, front.document, front.blob) : []
  const toggle = (part: ReportPart): void => {
    const parts = new Set(choice.parts)
    if (!parts.delete(part)) parts.add(part)
    const [first] = others
    const against = choice.against ?? (first === undefined ? null : { document: first.document, blob: first.blob })
    onChange(part === 'comparison' ? { parts, against } : { parts })
  }
  const compares = choice.parts.has('comparison') && others.length > 0 && !choice.all
  const against = others.find((one) => one.document === choice.against?.document && one.blob === choice.against.blob)
  return (
    <fieldset className="report-group">
      <legend>In it</legend>
      <div className="report-parts">
        {offeredParts(front, choice.all).map(({ part, label, lacks }) => (
          <label key={part} className="dialog-choice" aria-disabled={lacks !== null}>
            <input
              type="checkbox"
              checked={lacks === null && isChosen(front, choice, part)}
              disabled={lacks !== null || front.kind === 'none'}
              onChange={() => toggle(part)}
            />
            <span>
              {label}
              {lacks !== null && <small>{lacks}</small>}
            </span>
          </label>
        ))}
      </div>
      {compares && (
        <label className="dialog-field">
          <span>Against</span>
          <OtherBlobSelect others={others} chosen={against} onChoose={(other) => onChange({ against: other })} />
        </label>
      )}
    </fieldset>
  )
}

function Check(props: { readonly label: string; readonly checked: boolean; readonly onChange: (on: boolean) => void }) {
  return (
    <label className="dialog-choice">
      <input type="checkbox" checked={props.checked} onChange={(event) => props.onChange(event.target.checked)} />
      <span>{props.label}</span>
    </label>
  )
}

/** Milliseconds after the last change until the report is made to see how large it is. */
const AFTER = 250

/** How large the file will be, in words. */
function useSize(id: string | null, ask: ReportAsk | null): string {
  const { api } = useServices()
  const [size, setSize] = useState<{ readonly of: ReportAsk; readonly words: string } | null>(null)
  useEffect(() => {
    if (ask === null) return
    let wanted = true
    const timer = setTimeout(async () => {
      const reply = await api.reportSize(id, ask)
      const about = ask.format === 'pdf' ? 'printed from ' : ''
      if (wanted) setSize({ of: ask, words: reply.ok ? `${about}${byteSize(reply.value)}` : reply.error.message })
    }, AFTER)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [api, id, ask])
  if (ask === null) return 'Nothing is chosen'
  return size?.of === ask ? size.words : 'Making it…'
}
