/** The part of monaco that shows read-only text: the editor, its find widget, a tokenizer for the printed tree. */
import * as monaco from 'monaco-editor/editor/editor.api'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/codicon/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/gotoLine/register'

export { monaco }
export const TREE_LANGUAGE = 'guard-tree'

/** Sets up the language, once. */
export function registerTreeLanguage(): void {
  if (monaco.languages.getLanguages().some(({ id }) => id === TREE_LANGUAGE)) return
  self.MonacoEnvironment = { getWorker: () => new EditorWorker() }
  monaco.languages.register({ id: TREE_LANGUAGE })
  monaco.languages.setMonarchTokensProvider(TREE_LANGUAGE, {
    tokenizer: {
      root: [
        [/^(\| )*\+- /, 'guide'],
        [/ {2}# .*$/, 'comment'],
        [/\w*(GuardManager|KeyManager|ValueManager)\b/, 'manager'],
        [/TENSOR_MATCH(?=:|$)/, 'tensor'],
        [/(TYPE_MATCH|ID_MATCH|CLASS_MATCH|FUNCTION_MATCH)(?=:|$)/, 'type'],
        [/DIMENSION_DYNAMIC_MARKING_GUARD(?=:|$)|SYMBOLIC_SHAPE_GUARD(?=:|$)/, 'shape'],
        [/(NO_TENSOR_ALIASING|OBJECT_ALIASING|STORAGE_OVERLAPPING)(?=:|$)/, 'relation'],
        [/(GLOBAL_STATE|TORCH_FUNCTION_MODE_STACK|DEFAULT_DEVICE|LAMBDA_GUARD)(?=:|$)/, 'state'],
        [/[A-Z][A-Z_]{4,}(?=:|$)/, 'value'],
        [/(source|accessed_by|type|tag_safe)(?==)/, 'name'],
        [/'(?:[^'\\]|\\.)*'/, 'string'],
      ],
    },
  })
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
    ],
    colors: {
      'editor.background': colour('ground'),
      'editor.foreground': colour('text'),
      'editorLineNumber.foreground': colour('faint'),
      'editorLineNumber.activeForeground': colour('text'),
      'editor.lineHighlightBackground': colour('selected'),
      'editor.lineHighlightBorder': colour('selected'),
      'editorWidget.background': colour('raised'),
      'editorWidget.border': colour('line'),
      'input.background': colour('ground'),
      focusBorder: colour('accent'),
    },
  })
  monaco.editor.setTheme('guardscope')
}
