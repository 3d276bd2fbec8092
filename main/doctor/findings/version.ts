/** Whether another torch than the one that saved can load the file: the pickled classes differ between versions. */
import { walk } from '../../pickle/access'
import { reducerName } from '../../engine/values/picklers'
import type { TorchVersion } from '../../state/dialect'
import type { Guard } from '../../state/guards-state'
import type { Finding, GuardName, Repair } from '../../../shared/findings'
import { type Examination, type Patient, guardName, sources } from '../patient'

export const version: Examination = (patient) => {
  const { torch, state } = patient
  if (torch === null || torch === state.version) return []
  const from = state.version
  if (!TRIED.has(from) || !TRIED.has(torch)) {
    const message = `whether torch ${torch} loads what torch ${from} saved was not tried: try it before you rely on it`
    return [finding('version-not-tried', 'warning', null, message)]
  }
  const migrate: readonly Repair[] = MIGRATES.has(`${from} ${torch}`) ? [{ do: 'migrate', torch }] : []
  const never = NEVER[from]?.[torch]
  if (never !== undefined)
    return [
      finding(
        'other-version',
        'error',
        null,
        `torch ${torch} does not load what torch ${from} saved: ${never}`,
        migrate,
      ),
    ]
  return RULES.filter(
    ({ from: only, to }) => (only === from || only === null) && (to === torch || to === null),
  ).flatMap(({ breaks, error }) => {
    const at = breaks(patient)
    if (at === null) return []
    const where = at === 'the file' ? null : at
    return [
      finding(
        'other-version',
        'error',
        where,
        `torch ${torch} does not load what torch ${from} saved: ${error}`,
        migrate,
      ),
    ]
  })
}

function finding(
  code: string,
  severity: Finding['severity'],
  guard: GuardName | null,
  message: string,
  repair: readonly Repair[] = [],
): Finding {
  return { code, severity, guard, message, repair }
}

/** The versions whose files were loaded in one another. */
const TRIED: ReadonlySet<TorchVersion> = new Set(['2.8', '2.10', '2.13', '2.14'])

/** From and to between which an edit mends a file. */
const MIGRATES = new Set(['2.13 2.14', '2.14 2.13'])

const NO_GRAD = "TypeError: GuardsStatePickler._unpickle_tensor() missing 1 required positional argument: 'grad'"
const NO_STATE = "AttributeError: 'OutputGraphGuardsState' object has no attribute 'global_state_guard'"
const FROM_2_8 = `${NO_GRAD}, or ${NO_STATE}`
const TO_2_8 =
  'it lacks the classes and arguments (TypeError: GuardsStatePickler._unpickle_tensor() takes 5 positional arguments but 6 were given)'
const TO_2_10 = 'TypeError: LocalSource.__init__() takes from 2 to 5 positional arguments but 7 were given'

/** Pairs that fail for every file, with what torch says. */
const NEVER: Readonly<Partial<Record<TorchVersion, Readonly<Partial<Record<TorchVersion, string>>>>>> = {
  '2.8': { '2.10': FROM_2_8, '2.13': FROM_2_8, '2.14': FROM_2_8 },
  '2.10': { '2.8': TO_2_8 },
  '2.13': { '2.8': TO_2_8, '2.10': TO_2_10 },
  '2.14': {
    '2.8': TO_2_8,
    '2.10': TO_2_10,
    '2.13': "AttributeError: 'Guard' object has no attribute '_force_dict_keys_match'",
  },
}

/** What one version writes and another does not read, in a file that has it. */
interface Rule {
  readonly from: TorchVersion | null
  readonly to: TorchVersion | null
  readonly error: string
  readonly breaks: (patient: Patient) => GuardName | 'the file' | null
}

const RULES: readonly Rule[] = [
  {
    from: '2.10',
    to: null,
    error: 'AssertionError: attr must not be None for HASATTR guard',
    breaks: (patient) => firstGuard(patient, ({ createFn }) => createFn === 'HASATTR'),
  },
  {
    from: '2.10',
    to: null,
    error: "TypeError: GuardBuilder has no such guard with the keyword 'invert'",
    breaks: (patient) => firstGuard(patient, ({ keywords }) => keywords.get('invert') !== undefined),
  },
  {
    from: '2.10',
    to: null,
    error: 'ValueError: dictionary update sequence element #0 has length 3; 2 is required (a tensor subclass)',
    breaks: ({ pickle }) => {
      for (const node of walk(pickle.root))
        if (node.kind === 'reduce' && reducerName(node.items[0]) === '_unpickle_traceable_wrapper_subclass')
          return 'the file'
      return null
    },
  },
  {
    from: '2.10',
    to: null,
    error: "AttributeError: Can't get attribute 'TorchSource' on <module 'torch._dynamo.source'>",
    breaks: (patient) => {
      for (const [, { cls }] of sources(patient)) if (cls === 'TorchSource') return 'the file'
      return null
    },
  },
  {
    from: null,
    to: '2.14',
    error:
      "AttributeError: 'Guard' object has no attribute '_force_dict_keys_match' (two guards are equal, so it compares their fields)",
    breaks: (patient) => {
      const hashes = new Set<bigint>()
      return firstGuard(patient, ({ slots }) => {
        const hash = slots.get('_hash')
        if (hash?.kind !== 'int') return false
        const again = hashes.has(hash.value)
        hashes.add(hash.value)
        return again
      })
    },
  },
]

function firstGuard(patient: Patient, which: (guard: Guard) => boolean): GuardName | null {
  const guard = patient.state.guards.find(which)
  return guard === undefined ? null : guardName(patient, guard)
}
