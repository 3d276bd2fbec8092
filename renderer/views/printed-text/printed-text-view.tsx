/** The whole tree as torch prints it, read-only; the line of the selected node is in view, and a click selects a node. */
import { Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { DocumentError } from '../../../shared/document'
import { plural } from '../../components/format'
import { applyEditorTheme, EDITOR_OPTIONS, monaco } from '../../components/monaco'
import { useServices, useSettings } from '../../components/services'
import { shownTheme } from '../../stores/settings'
import { copyTree } from '../guard-tree/copy'
import { treeLines } from '../guard-tree/tree-lines'
import type { TreeStore } from '../guard-tree/tree-store'
import { TREE_LANGUAGE, registerTreeLanguage } from './tree-language'

interface PrintedTextViewProps {
  readonly store: TreeStore
  readonly document: string
  readonly blob: number
  readonly lead: ReactNode
}

export function PrintedTextView({ store, document, blob, lead }: PrintedTextViewProps) {
  const services = useServices()
  const theme = useSettings(shownTheme)
  const [text, setText] = useState<string | null>(null)
  const [error, setError] = useState<DocumentError | null>(null)
  useEffect(() => {
    let wanted = true
    void services.api.treeText(document, blob).then((reply) => {
      if (!wanted) return
      if (reply.ok) setText(reply.value)
      else setError(reply.error)
    })
    return () => {
      wanted = false
    }
  }, [services, document, blob])
  return (
    <div className="printed-text">
      <div className="filter-bar">
        {lead}
        <span className="filter-result">{text === null ? '' : plural(text.trim().split('\n').length, 'line')}</span>
        <span className="space" />
        <button type="button" className="chip" disabled={text === null} onClick={() => void copyTree(services)}>
          <Copy size={13} aria-hidden /> Copy the whole tree
        </button>
      </div>
      {error !== null && <p className="quiet-line">{error.message}</p>}
      {error === null && text === null && <p className="quiet-line">Printing…</p>}
      {text !== null && <TextEditor text={text} store={store} theme={theme} />}
    </div>
  )
}

function TextEditor({
  text,
  store,
  theme,
}: {
  readonly text: string
  readonly store: TreeStore
  readonly theme: 'dark' | 'light'
}) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => applyEditorTheme(theme), [theme])
  useEffect(() => {
    if (host.current === null) return
    registerTreeLanguage()
    const { tree, selected } = store.getState()
    const { first } = treeLines(tree, text)
    const model = monaco.editor.createModel(text, TREE_LANGUAGE)
    const editor = monaco.editor.create(host.current, {
      ...EDITOR_OPTIONS,
      model,
      readOnly: true,
      domReadOnly: true,
      renderLineHighlight: 'all',
      renderLineHighlightOnlyWhenFocus: false,
      ariaLabel: 'The guard tree as torch prints it',
    })
    const line = (first[selected] ?? 0) + 1
    editor.setPosition({ lineNumber: line, column: 1 })
    editor.revealLineInCenter(line)
    editor.focus()
    const moved = editor.onDidChangeCursorPosition(({ position }) => {
      const node = nodeOfLine(first, tree.count, position.lineNumber - 1)
      if (node >= 0 && node !== store.getState().selected) store.getState().select(node)
    })
    const find = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return
      event.preventDefault()
      editor.focus()
      void editor.getAction('actions.find')?.run()
    }
    window.addEventListener('keydown', find, { capture: true })
    return () => {
      window.removeEventListener('keydown', find, { capture: true })
      moved.dispose()
      editor.dispose()
      model.dispose()
    }
  }, [text, store])
  return <div ref={host} className="editor-host" />
}

/** The node that prints a line, counted from 0; -1 for lines of none. */
function nodeOfLine(first: Uint32Array, count: number, line: number): number {
  if (line < (first[0] ?? 0) || line >= (first[count] ?? 0)) return -1
  let low = 0
  let high = count - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((first[middle] ?? 0) <= line) low = middle
    else high = middle - 1
  }
  return low
}
