/** The JSON service that the editor runs on its worker, run here. */
import type { JsonSchema } from '../views/replay/scenario-schema'

interface Place {
  readonly line: number
  readonly character: number
}

interface JsonWorker {
  doValidation(uri: string): Promise<readonly { readonly message: string; readonly range: { readonly start: Place } }[]>
  doComplete(
    uri: string,
    place: Place,
  ): Promise<{ readonly items: readonly { readonly label: string; readonly insertText: string }[] }>
  doHover(uri: string, place: Place): Promise<{ readonly contents: readonly string[] }>
}

// monaco brings no types for it
const MODULE: string = 'monaco-editor/languages/features/json/jsonWorker'

export interface JsonService {
  /** What is wrong with a text. */
  problems(text: string): Promise<readonly string[]>
  /** What is offered where the text has a `|`. */
  offers(text: string): Promise<readonly string[]>
  /** What is said of the place where the text has a `|`. */
  hover(text: string): Promise<string>
}

export async function jsonService(schema: JsonSchema): Promise<JsonService> {
  const { JSONWorker } = (await import(MODULE)) as {
    readonly JSONWorker: new (context: unknown, data: unknown) => JsonWorker
  }
  const uri = 'inmemory:/text.json'
  let text = ''
  const worker = new JSONWorker(
    { getMirrorModels: () => [{ uri, version: 1, getValue: () => text }] },
    {
      languageId: 'json',
      languageSettings: {
        validate: true,
        schemaValidation: 'error',
        schemas: [{ uri: 'schema:', fileMatch: ['*'], schema }],
      },
    },
  )
  const put = (marked: string): Place => {
    const lines = marked.slice(0, marked.indexOf('|')).split('\n')
    text = marked.replace('|', '')
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 }
  }
  return {
    problems: async (given) => {
      text = given
      return (await worker.doValidation(uri)).map(({ message }) => message)
    },
    offers: async (marked) => (await worker.doComplete(uri, put(marked))).items.map(({ label }) => label),
    hover: async (marked) => (await worker.doHover(uri, put(marked))).contents.join('\n').replaceAll('\\', ''),
  }
}
