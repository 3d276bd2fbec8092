/** What a scenario says of the process: what guards read from there, key by key. */
import { PLAIN_STATE } from '../../../../shared/plain-state'
import { type JsonRecord, recordOf } from '../scenario-tree'

const ORDER: readonly string[] = Object.keys(PLAIN_STATE).filter((key) => key !== 'autocast_state')

/** The keys that have one line, as torch orders them, those of other versions behind. */
export function stateKeys(state: JsonRecord): readonly string[] {
  const others = Object.keys(state).filter((key) => !ORDER.includes(key) && key !== 'autocast_state')
  return [...ORDER.filter((key) => key in state), ...others]
}

export const globalStateOf = (root: JsonRecord): JsonRecord | null =>
  recordOf(recordOf(root['process'])?.['global_state'])

/** A part of the process; undefined where it is not said. */
export const processPart = (root: JsonRecord, key: string): unknown => recordOf(root['process'])?.[key]

/** `grad_mode` as it is read. */
export const keyWords = (key: string): string => key.replace(/^cuda_/, '').replaceAll('_', ' ')
