/** Guards that torch cannot build again, so that the whole file does not load, in torch's own words. */
import { walk } from '../../pickle/access'
import { isPruned, MISSING, modernName } from '../../engine/values/names'
import { reducerName } from '../../engine/values/picklers'
import type { BuildProblem } from '../../engine/manager'
import type { Guard } from '../../state/guards-state'
import { SOURCE_CLASSES } from '../../state/source-classes'
import { CREATE_FNS } from '../../engine/guard-kinds'
import type { Finding, Repair } from '../../../shared/findings'
import { type Examination, type Patient, guardName, guardWords, valueOf } from '../patient'

export const doesNotLoad: Examination = (patient) => [
  ...patient.tree.problems.map((problem) => ofProblem(patient, problem)),
  ...unresolvable(patient),
  ...missingGrad(patient),
]

function ofProblem(patient: Patient, { guard, message }: BuildProblem): Finding {
  if (guard === null) return finding('does-not-load', 'error', null, `torch will not load this file: ${message}`, [])
  const name = guardName(patient, guard)
  const words = guardWords(name)
  if (!CREATE_FNS.has(guard.createFn) || guard.source === null || !SOURCE_CLASSES.has(guard.source.cls))
    return finding('unknown-guard', 'warning', name, `${words} is not known here: ${message}`, [])
  // a source that cannot be made fails before any guard is built, dropped or not
  const repair: Repair[] = UNPICKLING.test(message) ? [] : [{ do: 'drop-guard', ...name }]
  const without = repair.length > 0 ? '; without this guard it is not asked for' : ''
  const reason = missingOn(patient, guard)
  if (reason === null)
    return finding(
      'does-not-load',
      'error',
      name,
      `torch will not load this file, at ${words}: ${message}${without}`,
      repair,
    )
  const why = `it looks at or through a value that was not saved (${reason})`
  return finding(
    'missing-value',
    'error',
    name,
    `torch will not load this file, at ${words}: ${message}; ${why}${without}`,
    repair,
  )
}

/** The constructor of a Source refuses its arguments. */
const UNPICKLING = /^TypeError: \w+Source\.__init__\(\)/

/** Why the value was not saved that a guard's source leads through; null where none is missing. */
function missingOn(patient: Patient, guard: Guard): string | null {
  for (let at = guard.source; at !== null; at = at.base) {
    const value = valueOf(patient, at)
    if (value?.kind === 'missing') return value.reason
  }
  const given = guard.keywords.get('value')
  const value = given === undefined ? null : patient.tree.builder.values.read(given)
  if (value?.kind === 'missing') return value.reason
  return null
}

const NEEDS = {
  persid: 'a persistent id, and torch loads without a persistent_load function',
  ext: 'an extension code, which the loading process must have registered',
  buffer: 'an out-of-band buffer, and torch loads without buffers',
} as const

/** Parts of a stream that only the process that wrote it can resolve. */
function unresolvable(patient: Patient): Finding[] {
  const { pickle, state, tree } = patient
  const knowsPruned = (patient.torch ?? state.version) === '2.15'
  const found = new Map<keyof typeof NEEDS, Finding>()
  for (const node of walk(pickle.root)) {
    if ((node.kind !== 'persid' && node.kind !== 'ext' && node.kind !== 'buffer') || found.has(node.kind)) continue
    if (knowsPruned && node.kind === 'persid') {
      if (isPruned(node)) continue
      const id = node.items[0] === undefined ? null : tree.builder.repr(tree.builder.values.read(node.items[0]))
      const message = `torch will not load this file: UnpicklingError: unknown guards state persistent id ${id ?? '#'} (at byte ${node.start})`
      found.set(node.kind, finding('unresolvable', 'error', null, message, []))
      continue
    }
    const message = `torch will not load this file: it holds ${NEEDS[node.kind]} (at byte ${node.start})`
    found.set(node.kind, finding('unresolvable', 'error', null, message, []))
  }
  return [...found.values()]
}

/** Up to 2.14, `_unpickle_tensor` sets what was saved for `.grad` as it is: the placeholder for one that no guard reads, too. */
function missingGrad({ pickle, state, torch }: Patient): Finding[] {
  if ((torch ?? state.version) === '2.15') return []
  for (const node of walk(pickle.root)) {
    if (node.kind !== 'reduce' || reducerName(node.items[0]) !== '_unpickle_tensor') continue
    const grad = node.items[1]?.kind === 'tuple' ? node.items[1].items[4] : undefined
    if (grad?.kind !== 'reduce' || !MISSING.includes(modernName(grad.items[0]) ?? '')) continue
    const message = `torch will not load this file: TypeError: assigned grad expected to be a Tensor or None but got grad of type _Missing (at byte ${node.start}): a tensor had a gradient when it was saved that no guard reads; torch 2.15 loads it`
    return [finding('missing-grad', 'error', null, message, [])]
  }
  return []
}

function finding(
  code: string,
  severity: Finding['severity'],
  guard: Finding['guard'],
  message: string,
  repair: readonly Repair[],
): Finding {
  return { code, severity, guard, message, repair }
}
