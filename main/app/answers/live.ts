/** The live process of the window. */
import type { Handlers } from '../handlers'
import type { WindowParts } from '../window-parts'

type LiveHandlers = Pick<Handlers, 'liveStart' | 'liveStop' | 'liveAsk' | 'liveLoad' | 'liveProfile'>

export function liveHandlers({ live, shared: { memory } }: WindowParts): LiveHandlers {
  return {
    liveStart: async (target) => {
      const reply = await live().start(target)
      // a token is nothing to keep
      if (reply.ok && target.kind === 'start') memory.addLive(target)
      return reply
    },
    liveStop: () => live().stop(),
    liveAsk: (method, params) => live().ask(method, params),
    liveLoad: (id, blob) => live().load(id, blob),
    liveProfile: (id, blob, scenario, options) => live().profile(id, blob, scenario, options),
  }
}
