/** Python in monaco: its tokens, and what is needed to write a few lines of it. */
import { TabFocus } from 'monaco-editor/editor/browser/config/tabFocus'
import { conf, language } from 'monaco-editor/languages/definitions/python/python'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/gotoError/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/toggleTabFocusMode/register'
import 'monaco-editor/features/wordOperations/register'
import { monaco } from './monaco'

const LANGUAGE = 'python'

let models = 0

/** A text of its own. */
export function createPythonModel(text: string): monaco.editor.ITextModel {
  if (models === 0) setUp()
  const model = monaco.editor.createModel(
    text,
    LANGUAGE,
    monaco.Uri.from({ scheme: 'inmemory', path: `/${++models}.py` }),
  )
  model.updateOptions({
    tabSize: 2,
    insertSpaces: true,
    // in the window a colour has a meaning
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  })
  return model
}

function setUp(): void {
  monaco.languages.register({ id: LANGUAGE })
  monaco.languages.setMonarchTokensProvider(LANGUAGE, language)
  monaco.languages.setLanguageConfiguration(LANGUAGE, conf)
  // not the editor's option of that name: Ctrl+M could not turn it off
  TabFocus.setTabFocusMode(true)
  // the window's palette, not the first half of a chord
  monaco.editor.addKeybindingRule({ keybinding: monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyK, command: null })
}
