/**
 * JSON in monaco: its service on a worker knows the schemas; large texts get its colours alone. The service is wired up
 * here, as monaco's own wiring brings every feature of the editor along.
 */
import {
  CompletionAdapter,
  DiagnosticsAdapter,
  DocumentFormattingEditProvider,
  FoldingRangeAdapter,
  HoverAdapter,
} from 'monaco-editor/languages/features/common/lspLanguageFeatures'
import { TabFocus } from 'monaco-editor/editor/browser/config/tabFocus'
import { createTokenizationSupport } from 'monaco-editor/languages/features/json/tokenization'
import JsonWorker from 'monaco-editor/language/json/json.worker?worker'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/folding/register'
import 'monaco-editor/features/format/register'
import 'monaco-editor/features/gotoError/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/indentation/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/snippet/register'
// the feature of that name has the widget left out
import 'monaco-editor/editor/contrib/suggest/browser/suggestController'
import 'monaco-editor/features/toggleTabFocusMode/register'
import 'monaco-editor/features/wordOperations/register'
import { globalStateSchema, type JsonSchema, scenarioSchema } from '../views/replay/scenario-schema'
import { settingsSchema } from '../views/settings/settings-schema'
import { monaco } from './monaco'

const SCHEMAS = {
  scenario: scenarioSchema,
  'global-state': globalStateSchema,
  settings: settingsSchema,
} satisfies Readonly<Record<string, () => JsonSchema>>
/** What a text is to be. */
export type SchemaName = keyof typeof SCHEMAS

/** Characters beyond which a text is coloured only: the service reads all of it anew after each change. */
export const LARGE = 1_000_000

const LANGUAGE = 'json'
const LARGE_LANGUAGE = 'json-large'

export const languageOf = (length: number): string => (length > LARGE ? LARGE_LANGUAGE : LANGUAGE)

let models = 0

/** A text of its own, with the schema that its service checks it by. */
export function createJsonModel(text: string, schema: SchemaName): monaco.editor.ITextModel {
  if (models === 0) setUp()
  const uri = monaco.Uri.from({ scheme: 'inmemory', path: `/${schema}/${++models}.json` })
  const model = monaco.editor.createModel(text, languageOf(text.length), uri)
  model.updateOptions({
    tabSize: 2,
    insertSpaces: true,
    // in the window a colour has a meaning
    bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
  })
  return model
}

function setUp(): void {
  const service = startService()
  const { languages } = monaco
  for (const id of [LANGUAGE, LARGE_LANGUAGE]) {
    languages.register({ id })
    languages.setTokensProvider(id, createTokenizationSupport(false))
    languages.setLanguageConfiguration(id, {
      wordPattern: /(-?\d*\.\d\w*)|([^[{\]}:",\s]+)/g,
      brackets: [
        ['{', '}'],
        ['[', ']'],
      ],
      autoClosingPairs: [
        { open: '{', close: '}', notIn: ['string'] },
        { open: '[', close: ']', notIn: ['string'] },
        { open: '"', close: '"', notIn: ['string'] },
      ],
    })
  }
  languages.registerCompletionItemProvider(LANGUAGE, new CompletionAdapter(service, [' ', ':', '"']))
  languages.registerHoverProvider(LANGUAGE, new HoverAdapter(service))
  languages.registerFoldingRangeProvider(LANGUAGE, new FoldingRangeAdapter(service))
  languages.registerDocumentFormattingEditProvider(LANGUAGE, new DocumentFormattingEditProvider(service))
  // it lives as long as the window, and is configured once
  const diagnostics = new DiagnosticsAdapter(LANGUAGE, service, new monaco.Emitter<unknown>().event)
  void diagnostics
  // not the editor's option of that name: Ctrl+M could not turn it off
  TabFocus.setTabFocusMode(true)
  // the window's palette, not the first half of a chord
  monaco.editor.addKeybindingRule({ keybinding: monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyK, command: null })
}

function startService(): (...texts: monaco.Uri[]) => Promise<object> {
  const worker = new JsonWorker()
  // the first message wakes it, the second is what it starts with
  worker.postMessage('ignore')
  worker.postMessage({
    languageId: LANGUAGE,
    languageSettings: {
      validate: true,
      // what JSON.parse takes
      allowComments: false,
      trailingCommas: 'error',
      schemaValidation: 'error',
      schemas: Object.entries(SCHEMAS).map(([name, schema]) => ({
        uri: `inmemory:/schemas/${name}`,
        fileMatch: [`/${name}/*.json`],
        schema: schema(),
      })),
    },
  })
  const service = monaco.editor.createWebWorker<object>({ worker, keepIdleModels: true })
  return (...texts) => service.withSyncedResources(texts)
}
