/** What the precision view says of a node, a getter and a blob. */
import type {
  BlobEffect,
  GuardedBy,
  PrecisionGuardKey,
  PrecisionNode,
  PrecisionOutcome,
  PrecisionReading,
} from '../../../shared/precision'

export function originWords(nodes: readonly PrecisionNode[], { origin }: PrecisionNode): string {
  switch (origin.from) {
    case 'set':
      return 'set here'
    case 'ancestor':
      return `from ${nodes.find(({ cell }) => cell === origin.cell)?.name ?? origin.cell}`
    case 'default':
      return 'torch’s default'
    case 'nowhere':
      return 'nothing set'
  }
}

export const GUARDED: { readonly [G in GuardedBy]: { readonly mark: string; readonly word: string } } = {
  whole: { mark: '●', word: 'guarded' },
  part: { mark: '◐', word: 'in part' },
  none: { mark: '○', word: 'unguarded' },
}

/** What a guard sees of a node, in a sentence. */
export function guardedWords({ guarded, name }: PrecisionNode, { guardKeys }: PrecisionReading): string {
  const seen = guardKeys
    .map(
      (one) => `${one.key}, which is ${isFlag(one) ? `${one.cell} being ${trueFor(one)}` : `what ${one.cell} reads`}`,
    )
    .join(' and ')
  switch (guarded) {
    case 'whole':
      return `GLOBAL_STATE holds ${seen}${guardKeys.some(isFlag) ? ', and no other value of it' : ''}.`
    case 'part':
      return `GLOBAL_STATE holds ${seen}: nothing else that inherits from ${name} is seen.`
    case 'none':
      return 'No guard sees it: compiled code keeps running when it changes.'
  }
}

/** What a key is for each value that its cell can read, in a sentence. */
export function heldFor(key: PrecisionGuardKey): string {
  if (isFlag(key)) return `True where ${key.cell} reads ${trueFor(key)}.`
  const each = key.holds.map(({ reads, value }) => `${String(value)} for ${reads}`)
  return `It is what ${key.cell} reads: ${each.join(', ')}.`
}

const isFlag = ({ holds }: PrecisionGuardKey): boolean => holds.some(({ value }) => typeof value === 'boolean')

const trueFor = ({ holds }: PrecisionGuardKey): string =>
  holds.flatMap(({ reads, value }) => (value === true ? [reads] : [])).join(' or ')

export function outcomeWords(outcome: PrecisionOutcome): string {
  if ('error' in outcome) return 'raises'
  const { value } = outcome
  if (value === null) return 'None'
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value)
}

export interface EffectWords {
  /** Of the change that is being looked at. */
  readonly change: string
  /** Of the state as it is. */
  readonly state: string
  readonly tone: 'fail' | 'unknown' | 'pass' | ''
  readonly mark: string
}

export const EFFECTS: { readonly [E in BlobEffect]: EffectWords } = {
  recompiles: { change: 'recompiles at its next call', state: 'fails', tone: 'fail', mark: '●' },
  silent: { change: 'keeps running as compiled, and no guard says so', state: 'passes', tone: 'unknown', mark: '○' },
  accepts: { change: 'fails now, would pass', state: 'passes', tone: 'pass', mark: '●' },
  fails: {
    change: 'fails now, and would then',
    state: 'is refused: it would be compiled again',
    tone: 'fail',
    mark: '●',
  },
  same: { change: 'not touched', state: 'is not refused for its precision', tone: 'pass', mark: '●' },
  unknown: { change: 'unknown', state: 'unknown', tone: 'unknown', mark: '?' },
}
