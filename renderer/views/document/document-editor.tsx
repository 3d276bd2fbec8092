/** The text of a blob in an editor: what was typed stays with its undo while other views are looked at. */
import { useEffect, useEffectEvent, useId, useRef } from 'react'
import { useStore } from 'zustand'
import { applyEditorTheme, EDITOR_OPTIONS, monaco } from '../../components/monaco'
import { useSettings } from '../../components/services'
import { shownTheme } from '../../stores/settings'
import { DOCUMENT_LANGUAGE, registerDocumentLanguage } from './document-language'
import type { DocumentStore, DocumentTextState } from './document-store'

interface DocumentEditorProps {
  readonly store: DocumentStore
  /** A line to go to, from 1; another object each time. */
  readonly goTo: { readonly line: number; readonly column: number } | null
  readonly onApply: () => void
}

interface Kept {
  readonly model: monaco.editor.ITextModel
  /** Of the text that the model holds: the store's `given` when it was put there. */
  given: number
  view: monaco.editor.ICodeEditorViewState | null
}

const kept = new WeakMap<DocumentStore, Kept>()
const OWNER = 'document'

export function DocumentEditor({ store, goTo, onApply }: DocumentEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const shown = useRef<monaco.editor.IStandaloneCodeEditor | null>(null)
  const theme = useSettings(shownTheme)
  const apply = useEffectEvent(onApply)
  useEffect(() => applyEditorTheme(theme), [theme])
  useEffect(() => {
    if (host.current === null) return
    registerDocumentLanguage()
    const own = keptFor(store)
    const editor = monaco.editor.create(host.current, { ...EDITOR_OPTIONS, ...OPTIONS, model: own.model })
    if (own.view !== null) editor.restoreViewState(own.view)
    editor.focus()
    shown.current = editor
    editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => apply())
    const marks = editor.createDecorationsCollection()
    const mark = (): void => markLines(own.model, marks, store.getState())
    mark()
    const listeners = [
      own.model.onDidChangeContent(() => store.getState().type(own.model.getValue())),
      editor.onDidChangeCursorPosition(({ position }) => store.getState().setLine(position.lineNumber)),
    ]
    const unsubscribe = store.subscribe((state, before) => {
      if (state.given !== own.given) give(own, state)
      if (state.folded !== before.folded)
        void editor.getAction(state.folded ? 'editor.foldAll' : 'editor.unfoldAll')?.run()
      if (state.read !== before.read || state.refusal !== before.refusal) mark()
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
      unsubscribe()
      for (const listener of listeners) listener.dispose()
      own.view = editor.saveViewState()
      shown.current = null
      editor.dispose()
    }
  }, [store])
  useEffect(() => {
    const editor = shown.current
    if (editor === null || goTo === null) return
    editor.setPosition({ lineNumber: goTo.line, column: goTo.column })
    editor.revealLineInCenterIfOutsideViewport(goTo.line)
    editor.focus()
  }, [goTo])
  const keys = useId()
  const isFresh = useStore(store, ({ base }) => base !== null)
  return (
    <>
      <div
        ref={host}
        role="group"
        aria-label="The blob as a text, editor"
        aria-describedby={keys}
        className="editor-host"
        aria-busy={!isFresh}
      />
      <p id={keys} className="unseen">
        Tab leaves the editor; Control M lets it indent. F8 goes to the next problem.
      </p>
    </>
  )
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  ariaLabel: 'The blob as a text',
  folding: true,
  showFoldingControls: 'always',
  foldingMaximumRegions: 20_000,
  renderLineHighlight: 'all',
  renderLineHighlightOnlyWhenFocus: false,
  lineNumbersMinChars: 4,
  fixedOverflowWidgets: true,
  detectIndentation: false,
  trimAutoWhitespace: true,
  quickSuggestions: false,
  wordBasedSuggestions: 'off',
  unicodeHighlight: { ambiguousCharacters: false },
  guides: { indentation: false, bracketPairs: false },
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
}

function keptFor(store: DocumentStore): Kept {
  const { text, given } = store.getState()
  const known = kept.get(store)
  if (known !== undefined) {
    if (known.given !== given) give(known, store.getState())
    return known
  }
  const model = monaco.editor.createModel(text, DOCUMENT_LANGUAGE)
  model.setEOL(monaco.editor.EndOfLineSequence.LF)
  model.updateOptions({ tabSize: 2, insertSpaces: true })
  const made: Kept = { model, given, view: null }
  kept.set(store, made)
  store.getState().whenClosed(() => model.dispose())
  return made
}

/** Puts a text there that came from elsewhere, in one step that can be taken back: what was typed is not lost. */
function give(own: Kept, { text, given }: DocumentTextState): void {
  own.given = given
  const { model } = own
  const old = model.getValue()
  if (old === text) return
  const most = Math.min(old.length, text.length)
  let start = 0
  while (start < most && old[start] === text[start]) start++
  let end = 0
  while (end < most - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end++
  const range = monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(old.length - end))
  model.pushStackElement()
  model.pushEditOperations([], [{ range, text: text.slice(start, text.length - end) }], () => null)
  model.pushStackElement()
}

function markLines(
  model: monaco.editor.ITextModel,
  marks: monaco.editor.IEditorDecorationsCollection,
  { read, refusal }: DocumentTextState,
): void {
  const severity = monaco.MarkerSeverity.Error
  const wrong = read.problems.map(({ line, column, endColumn, message }) => ({
    startLineNumber: line,
    endLineNumber: line,
    startColumn: column,
    endColumn,
    message,
    severity,
  }))
  if (refusal?.line != null && refusal.line <= model.getLineCount())
    wrong.push({
      startLineNumber: refusal.line,
      endLineNumber: refusal.line,
      startColumn: model.getLineFirstNonWhitespaceColumn(refusal.line) || 1,
      endColumn: model.getLineMaxColumn(refusal.line),
      message: refusal.reason,
      severity,
    })
  monaco.editor.setModelMarkers(model, OWNER, wrong)
  const lines = new Set(read.edits.map(({ line }) => line))
  marks.set(
    [...lines].map((line) => ({
      range: new monaco.Range(line, 1, line, 1),
      options: { isWholeLine: true, linesDecorationsClassName: 'changed-line' },
    })),
  )
}
