/** In an editor: the escape of each character of a text that the editor itself would not show, beside its place. */
import type * as monaco from 'monaco-editor/editor/editor.api'
import { escapeOf, replaceHidden } from '../../shared/visible'
import './hidden-characters.css'

/** Tabs, and what Monaco writes as a sign or as [U+202E] (viewLineRenderer, isControlCharacter). */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const SHOWN = /[\x00-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/** Of the lines in view alone: a text may be of any length. */
export function showHiddenCharacters(editor: monaco.editor.ICodeEditor): void {
  const marks = editor.createDecorationsCollection()
  const show = (): void => {
    const model = editor.getModel()
    if (model === null) return
    const found: monaco.editor.IModelDeltaDecoration[] = []
    for (const { startLineNumber, endLineNumber } of editor.getVisibleRanges())
      for (let line = startLineNumber; line <= endLineNumber; line++)
        found.push(...marksOf(model.getLineContent(line), line))
    if (found.length > 0 || marks.length > 0) marks.set(found)
  }
  editor.onDidChangeModel(show)
  editor.onDidChangeModelContent(show)
  editor.onDidLayoutChange(show)
  editor.onDidScrollChange(({ scrollTopChanged }) => {
    if (scrollTopChanged) show()
  })
  show()
}

function marksOf(text: string, line: number): readonly monaco.editor.IModelDeltaDecoration[] {
  const found: monaco.editor.IModelDeltaDecoration[] = []
  for (const { at, char } of hiddenIn(text))
    found.push({
      range: { startLineNumber: line, startColumn: at + 1, endLineNumber: line, endColumn: at + 1 + char.length },
      options: {
        showIfCollapsed: true,
        before: {
          content: escapeOf(char),
          inlineClassName: 'hidden-character',
          inlineClassNameAffectsLetterSpacing: true,
        },
      },
    })
  return found
}

/** Those that the editor leaves unseen, with their places in UTF-16 units. */
export function hiddenIn(text: string): readonly { readonly at: number; readonly char: string }[] {
  const found: { at: number; char: string }[] = []
  replaceHidden(text, (char, at) => {
    if (!SHOWN.test(char)) found.push({ at, char })
    return char
  })
  return found
}
