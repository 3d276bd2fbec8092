/** The language of a blob's text: colours by what a guard is about, and a fold for each heading. */
import { TabFocus } from 'monaco-editor/editor/browser/config/tabFocus'
import 'monaco-editor/features/folding/register'
import 'monaco-editor/features/gotoError/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/toggleTabFocusMode/register'
import { monaco } from '../../components/monaco'
import { isHeading } from './blocks'

export const DOCUMENT_LANGUAGE = 'guards-document'

/** Sets up the language, once. */
export function registerDocumentLanguage(): void {
  if (monaco.languages.getLanguages().some(({ id }) => id === DOCUMENT_LANGUAGE)) return
  TabFocus.setTabFocusMode(true)
  monaco.languages.register({ id: DOCUMENT_LANGUAGE })
  monaco.languages.setLanguageConfiguration(DOCUMENT_LANGUAGE, {
    comments: { lineComment: '#' },
    // in the window a colour has a meaning
    colorizedBracketPairs: [],
    brackets: [
      ['[', ']'],
      ['(', ')'],
      ['{', '}'],
    ],
    // what is written behind a heading stands under it
    onEnterRules: [{ beforeText: /^[^\s#].*$/, action: { indentAction: monaco.languages.IndentAction.Indent } }],
  })
  monaco.languages.registerFoldingRangeProvider(DOCUMENT_LANGUAGE, {
    provideFoldingRanges: (model) => foldsOf(model.getLinesContent()),
  })
  monaco.languages.setMonarchTokensProvider(DOCUMENT_LANGUAGE, {
    tokenizer: {
      root: [
        [/^\s*#.*$/, 'comment'],
        [/^(global state|shape expressions|the process)\s*$/, 'heading'],
        [/^\S.*$/, 'heading'],
        [/^(\s+)(TENSOR_MATCH)\b/, ['', 'tensor']],
        [
          /^(\s+)(TYPE_MATCH|[A-Z_]*ID_MATCH|\w*(?:BUILTIN|CLASS|FUNCTION|MODULE|CLOSURE|SUBCLASS\w*)_MATCH)\b/,
          ['', 'type'],
        ],
        [/^(\s+)(SHAPE_ENV|DTENSOR_SPEC_MATCH|TENSOR_SUBCLASS_METADATA_MATCH)\b/, ['', 'shape']],
        [/^(\s+)(DUPLICATE_INPUT)\b/, ['', 'relation']],
        [/^(\s+)([A-Z][A-Z_]*(?:STATE|MODE|DEVICE|ALGORITHMS|HOOKS|LEVEL|STACK_MATCH))\b/, ['', 'state']],
        [/^(\s+)([A-Z][A-Z_]{2,})\b/, ['', 'value']],
        [/^(\s+)([a-z_]\w*)(?= =)/, ['', 'state']],
        [/\s#.*$/, 'comment'],
        [/[A-Za-z_]\w*(?==[^=])/, 'name'],
        [/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/, 'string'],
      ],
    },
  })
}

/** From each heading to the last line under it. */
function foldsOf(lines: readonly string[]): monaco.languages.FoldingRange[] {
  const folds: monaco.languages.FoldingRange[] = []
  let start = 0
  let end = 0
  const close = (): void => {
    if (start > 0 && end > start) folds.push({ start, end })
  }
  lines.forEach((line, i) => {
    if (isHeading(line)) {
      close()
      start = i + 1
      end = start
    } else if (line.trim() !== '') end = i + 1
  })
  close()
  return folds
}
