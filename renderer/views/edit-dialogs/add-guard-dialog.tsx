/** A new guard: its kind, the source it looks at, and the keywords of its kind. */
import { useEffect, useEffectEvent, useId, useMemo, useRef, useState } from 'react'
import type { EditChoices, GuardKeyword, GuardKind } from '../../../shared/edit-choices'
import type { Json } from '../../../shared/replay'
import { NODE_KINDS, type TreeNodeKind } from '../../../shared/tree'
import { DialogFrame } from '../../components/dialog-frame'
import { RefusalLine } from '../../components/refusal-line'
import { useServices } from '../../components/services'
import { FlipPreview } from '../replay/preview/flip-preview'
import type { TreeState, TreeStore } from '../guard-tree/tree-store'
import { type EditDialogProps, useChoices, useDialogEdit } from './edit-dialog'

export function AddGuardDialog({ tree, ...props }: EditDialogProps & { readonly tree: TreeStore }) {
  const choices = useChoices(props.document, props.blob)
  const known = choices !== null && !('error' in choices) ? choices : null
  const [source, setSource] = useState(() => selectedSource(tree.getState()))
  const [kindName, setKindName] = useState('TYPE_MATCH')
  const [keywords, setKeywords] = useState<Readonly<Record<string, Json | null>>>({})
  const { refused, applyAndClose } = useDialogEdit(props)
  const kind = known?.kinds.find(({ name }) => name === kindName) ?? null
  const edit = useMemo(() => (kind === null ? null : editOf(kind, source, keywords)), [kind, source, keywords])
  const edits = useMemo(() => (edit === null ? [] : [edit]), [edit])
  const add = (): void => {
    if (edit !== null) void applyAndClose(edits)
  }
  return (
    <DialogFrame
      title="Add a guard"
      lead="The guard will want what the blob holds for its source: the value it was compiled with."
      onClose={props.onClose}
      onSubmit={add}
      buttons={
        <button type="submit" className="button primary" disabled={edit === null}>
          Add
        </button>
      }
    >
      {choices !== null && 'error' in choices && <p className="detail-error">{choices.error}</p>}
      <div className="dialog-fields">
        <label className="dialog-field">
          <span>Kind</span>
          <KindSelect choices={known} value={kindName} onChange={setKindName} />
        </label>
        {kind?.of !== 'process' && <SourceField sources={known?.sources ?? []} value={source} onChange={setSource} />}
        {kind?.keywords.map((keyword) => (
          <KeywordField
            key={`${kind.name} ${keyword.name}`}
            document={props.document}
            keyword={keyword}
            onChange={(value) => setKeywords((before) => ({ ...before, [keyword.name]: value }))}
          />
        ))}
      </div>
      {edit !== null && <FlipPreview document={props.document} blob={props.blob} edits={edits} />}
      {refused !== null && <RefusalLine refused={refused} onForce={(forced) => void applyAndClose(forced)} />}
    </DialogFrame>
  )
}

const MANAGERS: ReadonlySet<TreeNodeKind> = new Set(['manager', 'dict-manager'])

/** The source of the selected manager, or of the one that the selected guard hangs in; empty at the root. */
function selectedSource({ tree, selected }: TreeState): string {
  for (let at = selected; at >= 0; at = tree.parent[at] ?? -1) {
    const kind = NODE_KINDS[tree.kind[at] ?? 0]
    if (kind !== undefined && MANAGERS.has(kind)) return tree.strings[tree.titleId[at] ?? 0] ?? ''
  }
  return ''
}

/** The edit that adds it; null while something is left to be filled in. */
function editOf(kind: GuardKind, source: string, values: Readonly<Record<string, Json | null>>): Json | null {
  if (kind.of === 'source' && source.trim() === '') return null
  const keywords: Record<string, Json> = {}
  for (const { name } of kind.keywords) {
    const value = values[name] ?? null
    if (value === null) return null
    keywords[name] = value
  }
  return {
    do: 'add-guard',
    name: kind.of === 'process' ? '' : source.trim(),
    create_fn: kind.name,
    ...(kind.keywords.length === 0 ? {} : { keywords }),
  }
}

function KindSelect({
  choices,
  value,
  onChange,
}: {
  readonly choices: EditChoices | null
  readonly value: string
  readonly onChange: (name: string) => void
}) {
  const of = (which: GuardKind['of']) => choices?.kinds.filter((kind) => kind.of === which) ?? []
  return (
    <select value={value} onChange={(event) => onChange(event.target.value)}>
      {(['source', 'process'] as const).map((which) => (
        <optgroup key={which} label={which === 'source' ? 'On a value' : 'On the process'}>
          {of(which).map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}

/** As many sources as a list of suggestions bears. */
const OFFERED = 500

function SourceField({
  sources,
  value,
  onChange,
}: {
  readonly sources: readonly string[]
  readonly value: string
  readonly onChange: (source: string) => void
}) {
  const list = useId()
  return (
    <label className="dialog-field">
      <span>Source</span>
      <input
        type="text"
        className="code-input"
        spellCheck={false}
        placeholder="L['x']"
        list={list}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {sources.slice(0, OFFERED).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </label>
  )
}

/** Milliseconds that typing must stand still before a literal is read. */
const REST = 120

interface KeywordFieldProps {
  readonly document: string
  readonly keyword: GuardKeyword
  /** Null while it cannot be read. */
  readonly onChange: (value: Json | null) => void
}

function KeywordField({ keyword, ...rest }: KeywordFieldProps) {
  return keyword.type === 'bool' ? (
    <SwitchField keyword={keyword} {...rest} />
  ) : (
    <TextField keyword={keyword} {...rest} />
  )
}

function SwitchField({ keyword, onChange }: KeywordFieldProps) {
  const [on, setOn] = useState(false)
  const tell = useEffectEvent(onChange)
  useEffect(() => tell({ kind: 'bool', value: on }), [on])
  return (
    <label className="dialog-field">
      <span>{keyword.name}</span>
      <select value={on ? 'True' : 'False'} onChange={(event) => setOn(event.target.value === 'True')}>
        <option>False</option>
        <option>True</option>
      </select>
    </label>
  )
}

function TextField({ document, keyword, onChange }: KeywordFieldProps) {
  const { api } = useServices()
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const typed = useRef('')
  const isName = keyword.type === 'str'
  useEffect(() => () => clearTimeout(timer.current), [])
  const read = async (literal: string): Promise<void> => {
    const reply = await api.parseLiteral(document, literal)
    if (!reply.ok || typed.current !== literal) return
    if (reply.value.ok) onChange(reply.value.value)
    else setWrong(`column ${reply.value.column}: ${reply.value.message}`)
  }
  const type = (next: string): void => {
    typed.current = next
    setText(next)
    setWrong(null)
    clearTimeout(timer.current)
    onChange(isName && next !== '' ? { kind: 'str', value: next } : null)
    if (!isName && next.trim() !== '') timer.current = setTimeout(() => void read(next), REST)
  }
  return (
    <label className="dialog-field">
      <span>{keyword.name}</span>
      <input
        type="text"
        className="code-input"
        spellCheck={false}
        placeholder={isName ? 'name of an attribute' : "a Python literal: 5, 'text', (1, 2)"}
        value={text}
        aria-invalid={wrong !== null}
        onChange={(event) => type(event.target.value)}
      />
      {wrong !== null && <span className="dialog-wrong">{wrong}</span>}
    </label>
  )
}
