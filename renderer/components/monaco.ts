/** Monaco as every view shares it: the editor, its find widget, its worker, its theme. Loaded when a view first needs it. */
import * as monaco from 'monaco-editor/editor/editor.api'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/codicon/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/gotoLine/register'
// services of features that a view brings later: Monaco takes in what is registered before its first editor, and no more
import 'monaco-editor/editor/browser/widget/diffEditor/diffProviderFactoryService'
import 'monaco-editor/editor/contrib/documentSymbols/browser/outlineModel'
import 'monaco-editor/editor/contrib/editorState/browser/keybindingCancellation'
import 'monaco-editor/editor/contrib/gotoError/browser/markerNavigationService'
import 'monaco-editor/editor/contrib/peekView/browser/peekView'
import 'monaco-editor/editor/contrib/suggest/browser/suggestMemory'
import { showHiddenCharacters } from './hidden-characters'

// A file of the page's own: the policy allows no other workers.
self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

export { monaco }

monaco.editor.onDidCreateEditor(showHiddenCharacters)

/** What all editors here look like. */
export const EDITOR_OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  minimap: { enabled: false },
  fontFamily: 'JetBrains Mono',
  fontLigatures: false,
  fontSize: 12,
  lineHeight: 20,
  scrollBeyondLastLine: false,
  wordWrap: 'off',
  occurrencesHighlight: 'off',
  stickyScroll: { enabled: false },
  largeFileOptimizations: true,
  maxTokenizationLineLength: 4000,
  // a mark of direction stands as [U+202E] and turns nothing around; the rest is hidden-characters.ts
  renderControlCharacters: true,
}

/** Defines and sets the editor's theme from the window's colours. */
export function applyEditorTheme(theme: 'dark' | 'light'): void {
  const style = getComputedStyle(document.documentElement)
  // A minified stylesheet writes #fff; the editor knows six digits only.
  const colour = (name: string): string =>
    style
      .getPropertyValue(`--${name}`)
      .trim()
      .replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3')
  const rule = (token: string, name = token): monaco.editor.ITokenThemeRule => ({
    token,
    foreground: colour(name).slice(1),
  })
  monaco.editor.defineTheme('guardscope', {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', 'text'),
      rule('guide', 'faint'),
      { ...rule('heading', 'text'), fontStyle: 'bold' },
      rule('comment', 'muted'),
      rule('manager', 'dim'),
      rule('name', 'muted'),
      rule('string', 'text'),
      rule('tensor'),
      rule('type'),
      rule('shape'),
      rule('relation'),
      rule('state'),
      rule('value'),
      rule('string.key.json', 'tensor'),
      rule('string.value.json', 'value'),
      rule('number.json', 'state'),
      rule('keyword.json', 'type'),
      rule('string.python', 'value'),
      rule('string.escape.python', 'value'),
      rule('number.python', 'state'),
      rule('keyword.python', 'type'),
      rule('delimiter', 'dim'),
    ],
    colors: {
      'editor.background': colour('ground'),
      'editor.foreground': colour('text'),
      'editorLineNumber.foreground': colour('muted'),
      'editorLineNumber.activeForeground': colour('text'),
      'editor.lineHighlightBackground': colour('selected'),
      'editor.lineHighlightBorder': colour('selected'),
      'editorWidget.background': colour('raised'),
      'editorWidget.border': colour('line'),
      'editorWidget.foreground': colour('text'),
      'editorSuggestWidget.selectedBackground': colour('selected'),
      'editorSuggestWidget.selectedForeground': colour('text'),
      'editorSuggestWidget.highlightForeground': colour('accent'),
      'editorSuggestWidget.focusHighlightForeground': colour('accent'),
      'editorHoverWidget.background': colour('raised'),
      'editorHoverWidget.border': colour('line'),
      'list.hoverBackground': colour('hover'),
      'editorError.foreground': colour('fail'),
      'editorWarning.foreground': colour('unknown'),
      'editorBracketMatch.background': colour('selected'),
      'editorBracketMatch.border': colour('accent'),
      'editorIndentGuide.background1': colour('line'),
      'editorIndentGuide.activeBackground1': colour('faint'),
      'scrollbarSlider.background': colour('line'),
      'scrollbarSlider.hoverBackground': colour('faint'),
      'scrollbarSlider.activeBackground': colour('faint'),
      'input.background': colour('ground'),
      focusBorder: colour('accent'),
      'diffEditor.insertedTextBackground': `${colour('pass')}26`,
      'diffEditor.insertedLineBackground': `${colour('pass')}0d`,
      'diffEditor.removedTextBackground': `${colour('fail')}26`,
      'diffEditor.removedLineBackground': `${colour('fail')}0d`,
      'diffEditor.unchangedRegionBackground': colour('panel'),
      'diffEditor.unchangedRegionForeground': colour('dim'),
      'diffEditor.diagonalFill': colour('line'),
      'diffEditor.border': colour('line'),
    },
  })
  monaco.editor.setTheme('guardscope')
}
