/** Two blobs as texts side by side, in monaco's diff editor; the difference in front is in view. Loaded when it is first shown. */
import 'monaco-editor/features/diffEditor/register'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Sides } from '../../../shared/diff'
import { applyEditorTheme, EDITOR_OPTIONS, monaco } from '../../components/monaco'
import { useSettings } from '../../components/services'
import { shownTheme } from '../../stores/settings'
import type { DiffStore } from './diff-store'
import { READABLE_LANGUAGE, registerReadableLanguage } from './readable-language'

interface DiffTextsProps {
  readonly store: DiffStore
  readonly texts: Sides<string>
  /** What the two are called, for screen readers. */
  readonly labels: Sides<string>
}

export function DiffTexts({ store, texts, labels }: DiffTextsProps) {
  const theme = useSettings(shownTheme)
  const folded = useStore(store, (state) => state.folded)
  const host = useRef<HTMLDivElement>(null)
  const shown = useRef<monaco.editor.IStandaloneDiffEditor | null>(null)
  const { a, b } = texts
  useEffect(() => applyEditorTheme(theme), [theme])
  useEffect(() => {
    if (host.current === null) return
    registerReadableLanguage()
    const [original, modified] = [a, b].map((text) => monaco.editor.createModel(text, READABLE_LANGUAGE))
    if (original === undefined || modified === undefined) return
    const editor = monaco.editor.createDiffEditor(host.current, OPTIONS)
    editor.setModel({ original, modified })
    shown.current = editor
    const reveal = (): void => revealSelected(editor, store)
    const first = editor.onDidUpdateDiff(() => {
      first.dispose()
      reveal()
    })
    const unsubscribe = store.subscribe((state, before) => {
      if (state.selected !== before.selected) reveal()
    })
    return () => {
      unsubscribe()
      first.dispose()
      shown.current = null
      editor.dispose()
      original.dispose()
      modified.dispose()
    }
  }, [a, b, store])
  useEffect(() => {
    shown.current?.updateOptions({ hideUnchangedRegions: { ...UNCHANGED, enabled: folded } })
  }, [folded, a, b])
  useEffect(() => {
    const editor = shown.current
    if (editor === null) return
    const named = [nameSide(editor.getOriginalEditor(), labels.a), nameSide(editor.getModifiedEditor(), labels.b)]
    return () => named.forEach((one) => one.dispose())
  }, [labels.a, labels.b, a, b])
  return <div ref={host} className="editor-host diff-host" />
}

const UNCHANGED = { contextLineCount: 2, minimumLineCount: 4, revealLineCount: 20 }

const OPTIONS: monaco.editor.IStandaloneDiffEditorConstructionOptions = {
  ...EDITOR_OPTIONS,
  readOnly: true,
  originalEditable: false,
  domReadOnly: true,
  renderMarginRevertIcon: false,
  renderGutterMenu: false,
  renderIndicators: true,
  renderOverviewRuler: false,
  ignoreTrimWhitespace: false,
  useInlineViewWhenSpaceIsLimited: true,
  renderSideBySideInlineBreakpoint: 640,
  hideUnchangedRegions: { ...UNCHANGED, enabled: true },
}

/** Names a side for screen readers. The diff editor forgets it when it goes from two columns to one. */
function nameSide(side: monaco.editor.ICodeEditor, label: string): monaco.IDisposable {
  const name = (): void => {
    if (side.getOption(monaco.editor.EditorOption.ariaLabel) !== label) side.updateOptions({ ariaLabel: label })
  }
  name()
  return side.onDidChangeConfiguration(name)
}

/** Brings the lines of the chosen difference into view on each side that has it. */
function revealSelected(editor: monaco.editor.IStandaloneDiffEditor, store: DiffStore): void {
  const { listed, selected } = store.getState()
  const lines = listed[selected]?.lines
  if (lines === undefined) return
  const sides = [
    { side: editor.getOriginalEditor(), line: lines.a },
    { side: editor.getModifiedEditor(), line: lines.b },
  ]
  for (const { side, line } of sides) {
    if (line === null) continue
    side.setPosition({ lineNumber: line, column: 1 })
    side.revealLineInCenterIfOutsideViewport(line)
  }
}
