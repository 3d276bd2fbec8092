/** A new guard: its kind, the source it looks at, and the keywords of its kind. */
import { useId, useState } from 'react'
import type { EditChoices, GuardKeyword, GuardKind } from '../../../shared/edit-choices'
import type { Json } from '../../../shared/replay'
import { NODE_KINDS, type TreeNodeKind } from '../../../shared/tree'
import { DialogFrame } from '../../components/dialog-frame'
import { RefusalLine } from '../../components/refusal-line'
import { literalOf } from '../guard-tree/edit-forms'
import type { TreeState, TreeStore } from '../guard-tree/tree-store'
import { type EditDialogProps, useChoices, useDialogEdit } from './edit-dialog'

export function AddGuardDialog({ tree, ...props }: EditDialogProps & { readonly tree: TreeStore }) {
  const choices = useChoices(props.document, props.blob)
  const known = choices !== null && !('error' in choices) ? choices : null
  const [source, setSource] = useState(() => selectedSource(tree.getState()))
  const [kindName, setKindName] = useState('TYPE_MATCH')
  const [keywords, setKeywords] = useState<Readonly<Record<string, string>>>({})
  const { refused, applyAndClose } = useDialogEdit(props)
  const kind = known?.kinds.find(({ name }) => name === kindName) ?? null
  const edit = kind === null ? null : editOf(kind, source, keywords)
  const add = (): void => {
    if (edit !== null) void applyAndClose([edit])
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
            key={keyword.name}
            keyword={keyword}
            value={keywords[keyword.name] ?? ''}
            onChange={(text) => setKeywords({ ...keywords, [keyword.name]: text })}
          />
        ))}
      </div>
      {refused !== null && <RefusalLine refused={refused} onForce={(edits) => void applyAndClose(edits)} />}
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
function editOf(kind: GuardKind, source: string, texts: Readonly<Record<string, string>>): Json | null {
  if (kind.of === 'source' && source.trim() === '') return null
  const keywords: Record<string, Json> = {}
  for (const { name, type } of kind.keywords) {
    const value = keywordValue(type, texts[name] ?? '')
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

function keywordValue(type: GuardKeyword['type'], text: string): Json | null {
  switch (type) {
    case 'bool':
      return { kind: 'bool', value: text === 'True' }
    case 'str':
      return text === '' ? null : { kind: 'str', value: text }
    case 'value':
      return literalOf(text.trim())
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

function KeywordField({
  keyword,
  value,
  onChange,
}: {
  readonly keyword: GuardKeyword
  readonly value: string
  readonly onChange: (text: string) => void
}) {
  return (
    <label className="dialog-field">
      <span>{keyword.name}</span>
      {keyword.type === 'bool' ? (
        <select value={value === 'True' ? 'True' : 'False'} onChange={(event) => onChange(event.target.value)}>
          <option>False</option>
          <option>True</option>
        </select>
      ) : (
        <input
          type="text"
          className="code-input"
          spellCheck={false}
          placeholder={keyword.type === 'str' ? 'name of an attribute' : "a Python literal: 5, 'text', True"}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </label>
  )
}
