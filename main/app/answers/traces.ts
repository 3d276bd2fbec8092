/** Logs of runs. */
import { OPEN_ELSEWHERE } from '../../../shared/work'
import { failed } from '../../documents/worker-client'
import type { Handlers } from '../handlers'
import type { WindowParts } from '../window-parts'
import { remember } from './recent'

type TraceHandlers = Pick<Handlers, 'openTrace' | 'traceStory' | 'traceTree' | 'traceNode'>

export function traceHandlers({ traces, shared, isElsewhere }: WindowParts): TraceHandlers {
  return {
    openTrace: async (id, path) => {
      if (isElsewhere(path)) return failed(OPEN_ELSEWHERE)
      const reply = await traces.open(id, path)
      if (reply.ok && reply.value !== null) remember(shared, path, { kind: 'log' })
      return reply
    },
    traceStory: (id, chain) => traces.ask(id, 'story', { chain }),
    traceTree: (id, compile) => traces.ask(id, 'tree', { compile }),
    traceNode: (id, compile, node) => traces.ask(id, 'node', { compile, node }),
  }
}
