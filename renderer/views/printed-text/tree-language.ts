/** The language of the printed tree: colours by what a guard is about. */
import { monaco } from '../../components/monaco'

export const TREE_LANGUAGE = 'guard-tree'

/** Sets up the language, once. */
export function registerTreeLanguage(): void {
  if (monaco.languages.getLanguages().some(({ id }) => id === TREE_LANGUAGE)) return
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
