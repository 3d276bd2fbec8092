import { describe, expect, it } from 'vitest'
import { compareScenarios } from './testing/agreement'
import { corpus } from './testing/corpus'

/**
 * Scenarios beyond the corpus (fixtures/more-scenarios): inputs, globals and the state of the process changed at random,
 * alone and two at a time, with what guards read beside what a value holds. How many are answered as torch answered
 * them, and of how many. The rest is unknown: nested tensors and arrays read by a shape guard, a built-in function of
 * which only the name tells whether it is torch's, and a method of which no more than the name of its function is given.
 */
const AGREED = {
  '2.8.0': [687, 688],
  '2.9.1': [14, 17],
  '2.10.0': [670, 673],
  '2.13.0': [838, 842],
  '2.14.1': [825, 828],
  '2.15.0': [791, 792],
}

describe.each(Object.entries(AGREED))('further scenarios of torch %s', (version, expected) => {
  it('are answered as torch answered them, or are unknown', () => {
    const [agreed, of, wrong] = [[] as string[], [] as string[], [] as string[]]
    for (const { name, bytes, sidecar } of corpus(`more-scenarios/${version}`)) {
      const { frame, global_state: globalState, env_at_save: env = 'none', scenarios = [] } = sidecar
      const { answers } = compareScenarios(bytes, scenarios, [...frame.co_varnames, ...frame.co_freevars], {
        globalState,
        env,
      })
      for (const { scenario, difference } of answers) {
        const where = `${name} ${scenario}`
        of.push(where)
        if (difference === null) agreed.push(where)
        else if (!['unknown', 'parts unknown'].includes(difference.what)) wrong.push(`${where}: ${difference.what}`)
      }
    }
    expect({ wrong, counts: [agreed.length, of.length] }).toEqual({ wrong: [], counts: expected })
  })
})
