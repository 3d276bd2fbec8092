/** Whether another torch than the one that saved can load the file: the pickled classes differ between versions. */
import { walk } from '../../pickle/access'
import { reducerName } from '../../engine/values/picklers'
import type { TorchVersion } from '../../state/dialect'
import type { Guard } from '../../state/guards-state'
import type { Finding, GuardName, Repair } from '../../../shared/findings'
import { type Examination, type Patient, guardName, sources, valueOf } from '../patient'

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
const TRIED: ReadonlySet<TorchVersion> = new Set(['2.8', '2.10', '2.13', '2.14', '2.15'])

/** From and to between which an edit mends a file. */
const MIGRATES = new Set(['2.13 2.14', '2.14 2.13', '2.14 2.15', '2.15 2.14', '2.13 2.15', '2.15 2.13'])

const NO_GRAD = "TypeError: GuardsStatePickler._unpickle_tensor() missing 1 required positional argument: 'grad'"
const NO_STATE = "AttributeError: 'OutputGraphGuardsState' object has no attribute 'global_state_guard'"
const FROM_2_8 = `${NO_GRAD}, or ${NO_STATE}`
const TO_2_8 =
  'it lacks the classes and arguments (TypeError: GuardsStatePickler._unpickle_tensor() takes 5 positional arguments but 6 were given)'
const NO_FORCE = "AttributeError: 'Guard' object has no attribute '_force_dict_keys_match'"
const TO_2_10 = 'TypeError: LocalSource.__init__() takes from 2 to 5 positional arguments but 7 were given'

/** Pairs that fail for every file, with what torch says. */
const NEVER: Readonly<Partial<Record<TorchVersion, Readonly<Partial<Record<TorchVersion, string>>>>>> = {
  '2.8': { '2.10': FROM_2_8, '2.13': FROM_2_8, '2.14': FROM_2_8, '2.15': FROM_2_8 },
  '2.10': { '2.8': TO_2_8 },
  '2.13': { '2.8': TO_2_8, '2.10': TO_2_10 },
  '2.14': { '2.8': TO_2_8, '2.10': TO_2_10, '2.13': NO_FORCE },
  '2.15': { '2.8': TO_2_8, '2.10': TO_2_10, '2.13': NO_FORCE },
}

/** What one version writes and another does not read, in a file that has it. */
interface Rule {
  readonly from: TorchVersion | null
  readonly to: TorchVersion | null
  readonly error: string
  readonly breaks: (patient: Patient) => GuardName | 'the file' | null
}

const COMPARED = `${NO_FORCE} (two guards are equal, so it compares their fields)`

/** What 2.15 rebuilds functions by: the first that 2.14 comes upon stops it. */
const OF_FUNCTIONS: readonly string[] = [
  '_unpickle_fn_from_module',
  '_unpickle_fn_from_snapshot',
  '_unpickle_empty_cell',
]

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
  { from: null, to: '2.14', error: COMPARED, breaks: equalGuards },
  { from: null, to: '2.15', error: COMPARED, breaks: equalGuards },
  {
    from: null,
    to: '2.15',
    error: "AttributeError: 'DeviceMesh' object has no attribute '_preserve_rank_order'",
    breaks: (patient) =>
      firstGuard(patient, ({ createFn, source }) => {
        if (createFn !== 'OPAQUE_OBJ_GUARD_FN_MATCH' || source === null) return false
        const mesh = valueOf(patient, source)
        if (mesh?.kind !== 'object' || mesh.type?.name !== 'torch.distributed.device_mesh.DeviceMesh') return false
        return !mesh.attrs.has('_preserve_rank_order')
      }),
  },
  {
    from: '2.15',
    to: '2.14',
    error: "AttributeError: Can't get attribute '_Missing' on <module 'torch._dynamo.package'>",
    breaks: ({ pickle }) => {
      for (const node of walk(pickle.root))
        if (node.kind === 'global' && node.value === 'torch._dynamo.package._Missing') return 'the file'
      return null
    },
  },
  ...OF_FUNCTIONS.map((name): Rule => ({
    from: '2.15',
    to: '2.14',
    error: `AttributeError: type object 'GuardsStatePickler' has no attribute '${name}' (a function saved by value)`,
    breaks: ({ pickle }) => {
      for (const node of walk(pickle.root)) {
        const reducer = node.kind === 'reduce' ? reducerName(node.items[0]) : null
        if (reducer !== null && OF_FUNCTIONS.includes(reducer)) return reducer === name ? 'the file' : null
      }
      return null
    },
  })),
]

/** Guards that 2.14 and later tell apart by a slot that they do not have. */
function equalGuards(patient: Patient): GuardName | null {
  const hashes = new Set<bigint>()
  return firstGuard(patient, ({ slots }) => {
    const hash = slots.get('_hash')
    if (hash?.kind !== 'int' || slots.has('_force_dict_keys_match')) return false
    const again = hashes.has(hash.value)
    hashes.add(hash.value)
    return again
  })
}

function firstGuard(patient: Patient, which: (guard: Guard) => boolean): GuardName | null {
  const guard = patient.state.guards.find(which)
  return guard === undefined ? null : guardName(patient, guard)
}
