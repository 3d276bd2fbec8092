/** Names that torch calls or evaluates as it builds the guards: the method that makes one, and the text of a source. */
import { buildState, dictEntries, globalName } from '../../pickle/access'
import type { PickleNode } from '../../pickle/node'
import { CREATE_FNS } from '../../engine/guard-kinds'
import type { Guard } from '../../state/guards-state'
import { type Source, textField } from '../../state/source'
import { SOURCE_CLASSES } from '../../state/source-classes'
import type { Finding } from '../../../shared/findings'
import { type Examination, guardName, sources } from '../patient'

export const guardCode: Examination = (patient) => {
  const found: Finding[] = []
  for (const guard of patient.state.guards) {
    const called = strangeCreateFn(guard)
    if (called !== null)
      found.push({
        code: 'create-fn',
        severity: 'error',
        guard: guardName(patient, guard),
        message: `torch calls ${called} where a guard names the GuardBuilder method that makes it: it is code`,
        repair: [],
      })
  }
  for (const [name, source] of sources(patient)) {
    const text = strangeText(source, name)
    if (text !== null)
      found.push({
        code: 'source-calls',
        severity: 'error',
        guard: null,
        message: `torch evaluates the text of a ${source.cls} as Python when it loads: ${JSON.stringify(text)}`,
        repair: [],
      })
  }
  return found
}

/** What torch would call in place of a GuardBuilder method (Guard.create); null where it is one. */
function strangeCreateFn(guard: Guard): string | null {
  const node = guard.slots.get('create_fn')
  if (node === undefined) return null
  const name = globalName(node)
  if (name !== null) return CREATE_FNS.has(guard.createFn) ? null : name
  if (node.kind !== 'reduce' || node.items[0] === undefined || globalName(node.items[0]) !== 'functools.partial')
    return 'the result of a call'
  if (!CREATE_FNS.has(guard.createFn)) return partialOf(node)
  const state = buildState(node)
  const args = state?.kind === 'tuple' ? state.items[1] : undefined
  return args?.kind === 'tuple' && args.items.length > 0 ? `${partialOf(node)} with arguments in the file` : null
}

function partialOf(node: PickleNode): string {
  const state = buildState(node)
  const fn = state?.kind === 'tuple' ? state.items[0] : undefined
  return `functools.partial of ${(fn === undefined ? null : globalName(fn)) ?? 'something'}`
}

/** Text that holds no call, by where it stands. */
const PLAIN = {
  /** A name, with attributes and items. */
  name: /^(?:[\w.]|\[(?:-?\d+|'[^'\\]*'|"[^"\\]*")\])*$/,
  dotted: /^[\p{L}\p{N}_.]*$/u,
  quoted: /^[^'\\]*$/,
} as const

/** Fields that a source's name holds as they are, not as repr prints them (torch/_dynamo/source.py, _name_template). */
const AS_TEXT: Readonly<Record<string, readonly (readonly [field: string, text: keyof typeof PLAIN])[]>> = {
  ConstantSource: [['source_name', 'name']],
  GradSource: [['member', 'dotted']],
  ImportSource: [['module_name', 'dotted']],
  DefaultsSource: [['idx_key', 'quoted']],
  TensorPropertySource: [['idx', 'dotted']],
  IndexedSource: [['idx', 'dotted']],
  RandomValueSource: [['random_call_index', 'dotted']],
}

/** The Python in a source that is not the name torch gives such a source; null where there is none. */
function strangeText(source: Source, name: string): string | null {
  for (const [field, as] of AS_TEXT[source.cls] ?? []) {
    const text = textField(source, field)
    if (!PLAIN[as].test(text)) return text
  }
  // what BUILD sets beside the fields stands in place of what the class would work out
  const state = buildState(source.node)
  if (state === null) return null
  const known = SOURCE_CLASSES.get(source.cls)?.fields ?? []
  for (const [key, value] of (state.kind === 'tuple' ? state.items : [state]).flatMap(dictEntries)) {
    const field = key.kind === 'str' ? key.value : ''
    if (field === '_name' && value.kind === 'str' && value.value === name) continue
    if (!known.includes(field) && !BESIDE.has(field))
      return `${field} = ${value.kind === 'str' ? value.value : value.kind}`
  }
  return null
}

const BESIDE = new Set(['base', 'field'])
