/** Calls against the guards: replayed, swept, measured, and the files that hold them. */
import type { Handlers } from '../handlers'
import type { WindowParts } from '../window-parts'

type ReplayHandlers = Pick<
  Handlers,
  | 'ownScenario'
  | 'changeScenario'
  | 'replay'
  | 'replayAll'
  | 'sweep'
  | 'suggest'
  | 'profile'
  | 'savings'
  | 'timeLocals'
  | 'readScenarios'
  | 'savedScenarios'
  | 'saveScenarios'
  | 'keepScenarios'
>

export function replayHandlers({ documents }: WindowParts): ReplayHandlers {
  return {
    ownScenario: (id, blob) => documents.ask(id, 'ownScenario', { blob }),
    changeScenario: (id, blob, scenario, changes) => documents.ask(id, 'changeScenario', { blob, scenario, changes }),
    replay: (id, blob, scenario, options) => documents.ask(id, 'replay', { blob, scenario, options }),
    replayAll: (id, blob, scenarios, options) => documents.ask(id, 'replayAll', { blob, scenarios, options }),
    sweep: (id, blob, scenario, axes, options) => documents.ask(id, 'sweep', { blob, scenario, axes, options }),
    suggest: (id, blob, scenario, options) => documents.ask(id, 'suggest', { blob, scenario, options }),
    profile: (id, blob, scenario, options) => documents.ask(id, 'profile', { blob, scenario, options }),
    savings: (id, blob, scenario, scenarios, own) => documents.ask(id, 'savings', { blob, scenario, scenarios, own }),
    timeLocals: (id) => documents.ask(id, 'timeLocals', {}),
    readScenarios: (id, path) => documents.scenarios.read(id, path),
    savedScenarios: (id, blob) => documents.scenarios.saved(id, blob),
    saveScenarios: (id, blob, scenarios) => documents.scenarios.save(id, blob, scenarios),
    keepScenarios: (id, blob, scenarios) => documents.scenarios.keep(id, blob, scenarios),
  }
}
