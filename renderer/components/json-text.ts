/** One JSON text in an editor: told what a person makes of it, and changed from outside in as few lines as differ. */
import type { JsonPath } from '../../shared/replay'
import { createJsonModel, languageOf, LARGE, type SchemaName } from './json-language'
import { pathAt, printPath, spanOf } from './json-path'
import { EDITOR_OPTIONS, monaco } from './monaco'
import { lineEdits } from './text-edits'

/** Something to say of the value at a path. */
export interface JsonMarker {
  readonly path: JsonPath
  readonly message: string
}

/** Something wrong in the text. */
export interface Problem {
  /** Empty for the whole text. */
  readonly path: string
  readonly message: string
  readonly line: number
  readonly column: number
}

export interface Problems {
  readonly count: number
  /** The first few. */
  readonly first: readonly Problem[]
}

interface Listener {
  /** A person changed the text, undo and redo included. */
  onChange(text: string): void
  onProblems(problems: Problems): void
  /** Whether the text is too large to be checked. */
  onLarge(large: boolean): void
}

export interface JsonText {
  /** Takes a text from outside; one that `onChange` told of is no news. */
  show(text: string): void
  mark(markers: readonly JsonMarker[]): void
  goTo(problem: Problem): void
  format(): void
  dispose(): void
}

const GIVEN = 'given'
const SHOWN = 3
/** Characters of told texts that are kept until they come back. */
const TOLD = 16_000_000

export function createJsonText(
  host: HTMLElement,
  { text, schema, label }: { readonly text: string; readonly schema: SchemaName; readonly label: string },
  { onChange, onProblems, onLarge }: Listener,
): JsonText {
  const model = createJsonModel(text, schema)
  const editor = monaco.editor.create(host, {
    ...EDITOR_OPTIONS,
    model,
    ariaLabel: label,
    // the panel around it would cut them off
    fixedOverflowWidgets: true,
    lineNumbersMinChars: 3,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    showFoldingControls: 'always',
    formatOnPaste: false,
    quickSuggestions: { strings: true, other: true, comments: false },
    wordBasedSuggestions: 'off',
    suggest: { showWords: false, showIcons: false },
    // what is typed in place of a name or a text is never a choice
    acceptSuggestionOnCommitCharacter: false,
    unicodeHighlight: { ambiguousCharacters: false },
    padding: { top: 6, bottom: 6 },
    ...costly(text.length <= LARGE),
  })
  let large = text.length > LARGE
  let showing = false
  let shown = text
  // what was told of and has not come back
  let told: string[] = []
  onLarge(large)
  onProblems({ count: 0, first: [] })

  const checkSize = (length: number): void => {
    if (length > LARGE === large) return
    large = length > LARGE
    monaco.editor.setModelLanguage(model, languageOf(length))
    editor.updateOptions(costly(!large))
    onLarge(large)
  }
  const listeners = [
    model.onDidChangeContent(() => {
      checkSize(model.getValueLength())
      if (showing) return
      const now = model.getValue()
      if (now === shown) told = []
      else told.push(now)
      while (told.length > 1 && told.reduce((sum, { length }) => sum + length, 0) > TOLD) told.shift()
      onChange(now)
    }),
    monaco.editor.onDidChangeMarkers((changed) => {
      if (changed.some((uri) => uri.toString() === model.uri.toString())) onProblems(problemsOf(model))
    }),
  ]

  return {
    show: (next) => {
      shown = next
      const known = told.lastIndexOf(next)
      // what was typed since is newer
      if (known >= 0) {
        told = told.slice(known + 1)
        return
      }
      told = []
      const edits = editsTo(model, next)
      if (edits.length === 0) return
      showing = true
      editor.pushUndoStop()
      editor.executeEdits(GIVEN, [...edits])
      editor.pushUndoStop()
      showing = false
    },
    mark: (markers) => {
      const now = model.getValue()
      monaco.editor.setModelMarkers(
        model,
        GIVEN,
        markers.map(({ path, message }) => {
          const span = spanOf(now, path) ?? { start: 0, end: 1 }
          return { ...rangeOf(model, span.start, span.end), message, severity: monaco.MarkerSeverity.Error }
        }),
      )
    },
    goTo: ({ line, column }) => {
      editor.setPosition({ lineNumber: line, column })
      editor.revealPositionInCenterIfOutsideViewport({ lineNumber: line, column })
      editor.focus()
    },
    format: () => void editor.getAction('editor.action.formatDocument')?.run(),
    dispose: () => {
      for (const listener of listeners) listener.dispose()
      editor.dispose()
      model.dispose()
    },
  }
}

/** What is done for a text of a usual size. */
const costly = (on: boolean): monaco.editor.IEditorOptions => ({
  folding: on,
  matchBrackets: on ? 'always' : 'never',
  guides: { indentation: on },
})

function rangeOf(model: monaco.editor.ITextModel, start: number, end: number): monaco.IRange {
  return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end))
}

/** What of the text has to change, to the letter, so that cursor and scrolling stay where they are. */
function editsTo(
  model: monaco.editor.ITextModel,
  next: string,
): readonly { readonly range: monaco.IRange; readonly text: string }[] {
  const eol = model.getEOL()
  const old = model.getLinesContent()
  return lineEdits(old, next.split(/\r\n|\r|\n/)).map(({ from, to, lines }) => {
    // the last line has no end: one that goes takes the end before it along
    const atEnd = to === old.length
    const start = atEnd && from > 0 ? endOf(model, from) : { lineNumber: from + 1, column: 1 }
    const end = atEnd ? endOf(model, to) : { lineNumber: to + 1, column: 1 }
    const text = atEnd
      ? (from > 0 && lines.length > 0 ? eol : '') + lines.join(eol)
      : lines.map((line) => line + eol).join('')
    return trimmed(model, monaco.Range.fromPositions(start, end), text)
  })
}

const endOf = (model: monaco.editor.ITextModel, lineNumber: number): monaco.IPosition => ({
  lineNumber,
  column: model.getLineMaxColumn(lineNumber),
})

function trimmed(
  model: monaco.editor.ITextModel,
  range: monaco.Range,
  text: string,
): { readonly range: monaco.IRange; readonly text: string } {
  const old = model.getValueInRange(range)
  const most = Math.min(old.length, text.length)
  let start = 0
  while (start < most && old[start] === text[start]) start++
  let end = 0
  while (end < most - start && old.at(-1 - end) === text.at(-1 - end)) end++
  const offset = model.getOffsetAt(range.getStartPosition())
  return {
    range: rangeOf(model, offset + start, offset + old.length - end),
    text: text.slice(start, text.length - end),
  }
}

function problemsOf(model: monaco.editor.ITextModel): Problems {
  const markers = monaco.editor
    .getModelMarkers({ resource: model.uri })
    .sort((a, b) => a.startLineNumber - b.startLineNumber || a.startColumn - b.startColumn)
    // one of each place: what was given says the same again
    .filter(
      ({ startLineNumber: line, startColumn: column }, i, all) =>
        all[i - 1]?.startLineNumber !== line || all[i - 1]?.startColumn !== column,
    )
  if (markers.length === 0) return { count: 0, first: [] }
  const text = model.getValue()
  return {
    count: markers.length,
    first: markers.slice(0, SHOWN).map(({ startLineNumber: line, startColumn: column, message }) => ({
      path: printPath(pathAt(text, model.getOffsetAt({ lineNumber: line, column }))),
      message,
      line,
      column,
    })),
  }
}
