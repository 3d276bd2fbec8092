/** A bare guards_state: the pickle of a torch._dynamo.guards.GuardsState and nothing else. */
import { emptyContainer, type Recogniser } from './container'
import { className } from './fields'

export const guardsState: Recogniser = {
  name: 'guards_state',
  recognise(file) {
    const pickle = file.pickle()
    if (pickle === null || className(pickle.root) !== 'torch._dynamo.guards.GuardsState') return null
    const bytes = file.bytes.subarray(0, pickle.end)
    return {
      ...emptyContainer,
      kind: 'guards_state',
      blobs: [
        {
          index: 0,
          path: '',
          function: '',
          recompilation: -1,
          offset: file.base,
          length: bytes.length,
          locals: null,
          bytes,
          pickle,
        },
      ],
    }
  },
}
