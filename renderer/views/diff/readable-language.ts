/** The language of a blob's readable text: colours by what a guard is about, as in the printed tree. */
import { monaco } from '../../components/monaco'

export const READABLE_LANGUAGE = 'guard-list'

/** Sets up the language, once. */
export function registerReadableLanguage(): void {
  if (monaco.languages.getLanguages().some(({ id }) => id === READABLE_LANGUAGE)) return
  monaco.languages.register({ id: READABLE_LANGUAGE })
  monaco.languages.setMonarchTokensProvider(READABLE_LANGUAGE, {
    tokenizer: {
      root: [
        [/^\S.*$/, 'manager'],
        [/^ {2}TENSOR_MATCH\b/, 'tensor'],
        [/^ {2}(TYPE_MATCH|ID_MATCH)\b/, 'type'],
        [/^ {2}(DIMENSION_DYNAMIC_MARKING_GUARD|NO_HASATTR)\b/, 'shape'],
        [/^ {2}(GLOBAL_STATE|TORCH_FUNCTION_MODE_STACK|DEFAULT_DEVICE|LAMBDA_GUARD|DUAL_LEVEL_MATCH)\b/, 'state'],
        [/^ {2}[A-Z][A-Z_]{4,}\b/, 'value'],
        [/\([A-Z_]+\)/, 'comment'],
        [/'(?:[^'\\]|\\.)*'/, 'string'],
      ],
    },
  })
}
