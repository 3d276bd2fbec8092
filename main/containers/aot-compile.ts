/** What `aot_compile(...).save_compiled_function(path)` writes: the pickle of a dict with the fields of CompileArtifacts (torch/_dynamo/aot_compile.py). */
import { dictEntries } from '../pickle/access'
import type { PickleNode } from '../pickle/node'
import { codeInfo } from './code'
import type { Recogniser } from './container'
import { systemInfo } from './fields'
import { payload } from './payload'

export const aotCompile: Recogniser = {
  name: 'aot_compile file',
  recognise(file) {
    const pickle = file.pickle()
    const root = pickle?.root
    if (root?.kind !== 'dict') return null
    const fields = new Map<string, PickleNode>()
    for (const [key, value] of dictEntries(root)) if (key.kind === 'str') fields.set(key.value, value)
    const state = fields.get('guards_state')
    if (state === undefined) return null
    const code = codeInfo(fields.get('original_code'))
    return {
      kind: 'aot-compile',
      ...systemInfo(fields),
      notes: [],
      outer: pickle === null ? [] : [{ pickle, base: file.base }],
      blobs: [
        {
          index: 0,
          path: 'guards_state',
          function: code.name,
          recompilation: -1,
          locals: code.locals,
          pickle: null,
          ...payload(state, file, 'guards_state'),
        },
      ],
    }
  },
}
