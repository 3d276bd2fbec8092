/** Modules of monaco that bring no types. */
declare module 'monaco-editor/editor/browser/config/tabFocus' {
  export const TabFocus: {
    /** Whether Tab leaves the editor. */
    setTabFocusMode(leaves: boolean): void
  }
}

declare module 'monaco-editor/languages/features/json/tokenization' {
  import type { languages } from 'monaco-editor/editor/editor.api'

  export function createTokenizationSupport(comments: boolean): languages.TokensProvider
}

declare module 'monaco-editor/languages/features/common/lspLanguageFeatures' {
  import type { IDisposable, IEvent, languages, Uri } from 'monaco-editor/editor/editor.api'

  /** Gives the service once it has the texts. */
  type Service = (...texts: Uri[]) => Promise<object>

  export class CompletionAdapter implements languages.CompletionItemProvider {
    constructor(service: Service, triggerCharacters: readonly string[])
    provideCompletionItems: languages.CompletionItemProvider['provideCompletionItems']
  }
  export class HoverAdapter implements languages.HoverProvider {
    constructor(service: Service)
    provideHover: languages.HoverProvider['provideHover']
  }
  export class FoldingRangeAdapter implements languages.FoldingRangeProvider {
    constructor(service: Service)
    provideFoldingRanges: languages.FoldingRangeProvider['provideFoldingRanges']
  }
  export class DocumentFormattingEditProvider implements languages.DocumentFormattingEditProvider {
    constructor(service: Service)
    provideDocumentFormattingEdits: languages.DocumentFormattingEditProvider['provideDocumentFormattingEdits']
  }
  export class DiagnosticsAdapter implements IDisposable {
    constructor(language: string, service: Service, onConfigured: IEvent<unknown>)
    dispose(): void
  }
}

declare module 'monaco-editor/languages/definitions/python/python' {
  import type { languages } from 'monaco-editor/editor/editor.api'

  export const conf: languages.LanguageConfiguration
  export const language: languages.IMonarchLanguage
}
