/** Values that guards lead through without comparing them: saving drops every guard on an identity. */
import { type Source, textField } from '../../state/source'
import type { Finding, Severity } from '../../../shared/findings'
import { type Examination, few, sources, valueOf } from '../patient'

/** Guards that tell one such value from another. */
const COMPARES = new Set([
  'ID_MATCH',
  'FUNCTION_MATCH',
  'CLASS_MATCH',
  'MODULE_MATCH',
  'CLOSURE_MATCH',
  'BUILTIN_MATCH',
  'CONSTANT_MATCH',
  'EQUALS_MATCH',
  'WEAKREF_ALIVE',
])

interface Words {
  readonly code: string
  readonly values: string
  readonly passes: string
}

const WORDS = {
  function: {
    code: 'function-not-compared',
    values: 'a function',
    passes: 'another function bound there, with the same defaults, passes as well',
  },
  class: { code: 'class-not-compared', values: 'a class', passes: 'another class bound there passes as well' },
  enum: {
    code: 'enum-not-compared',
    values: 'a member of an enum',
    passes: 'other members that are alike in what the guards read pass as well',
  },
} as const satisfies Readonly<Record<string, Words>>

export const identity: Examination = (patient) => {
  const { marks } = patient.tree.builder.evaluator
  const compared = (name: string): boolean => marks.on(name)?.some(({ createFn }) => COMPARES.has(createFn)) === true
  const found = new Map<Words, { own: string[]; torchs: string[] }>()
  for (const [name, source] of sources(patient)) {
    const value = isDerived(source) ? null : valueOf(patient, source)
    if (value === null || !(value.kind === 'function' || value.kind === 'class' || value.kind === 'enum')) continue
    const read = value.kind === 'enum' ? ['', ...MEMBER.map((attr) => `.${attr}`)] : ['']
    if (read.some((attr) => compared(name + attr))) continue
    const group = found.get(WORDS[value.kind]) ?? { own: [], torchs: [] }
    const ofTorch = value.kind !== 'enum' && /^(?:torch|builtins)\./.test(value.name)
    group[ofTorch ? 'torchs' : 'own'].push(name)
    found.set(WORDS[value.kind], group)
  }
  return [...found].flatMap(([words, { own, torchs }]) => [
    ...finding(words, 'warning', own),
    ...finding(words, 'note', torchs),
  ])
}

function finding({ code, values, passes }: Words, severity: Severity, names: readonly string[]): Finding[] {
  if (names.length === 0) return []
  const what = names.length === 1 ? `is ${values}` : `are each ${values}`
  const message = `${few(names)} ${what} that guards read and none compares (guards on identity cannot be saved): ${passes}`
  return [{ code, severity, guard: null, message, repair: [] }]
}

/** What tells one member of an enum from another. */
const MEMBER = ['_value_', '_name_', 'value', 'name']

/** A class that follows from a TYPE_MATCH on its instance, and what is read from it. */
function isDerived(source: Source): boolean {
  for (let at: Source | null = source; at !== null; at = at.base)
    if (at.cls === 'TypeSource' || (at.cls === 'AttrSource' && textField(at, 'member') === '__class__')) return true
  return false
}
