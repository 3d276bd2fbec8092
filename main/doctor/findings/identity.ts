/** Values that guards lead through without comparing them: saving drops every guard on an identity. */
import type { Value } from '../../engine/values/value'
import type { Finding } from '../../../shared/findings'
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

const KINDS: ReadonlyMap<Value['kind'], { readonly one: string; readonly passes: string }> = new Map([
  ['function', { one: 'function', passes: 'another function bound to that name passes as well' }],
  ['class', { one: 'class', passes: 'another class of that name passes as well' }],
  ['enum', { one: 'enum member', passes: 'the other members of its enum pass as well' }],
])

export const identity: Examination = (patient) => {
  const { marks } = patient.tree.builder.evaluator
  const found = new Map<string, string[]>()
  for (const [name, source] of sources(patient)) {
    // `type(x)` and the class of a module follow from a TYPE_MATCH on what they are read from
    if (DERIVED.has(source.cls) || name.includes('.__class__') || name.startsWith("G['__builtins_dict__")) continue
    const value = valueOf(patient, source)
    if (value === null || !KINDS.has(value.kind)) continue
    if (marks.on(name)?.some(({ createFn }) => COMPARES.has(createFn)) === true) continue
    found.set(value.kind, [...(found.get(value.kind) ?? []), name])
  }
  const findings: Finding[] = []
  for (const [kind, words] of KINDS) {
    const names = found.get(kind)
    if (names === undefined) continue
    const those = names.length === 1 ? `a ${words.one}` : `${words.one}${words.one.endsWith('s') ? 'es' : 's'}`
    findings.push({
      code: `${kind}-not-compared`,
      severity: 'warning',
      guard: null,
      message: `${few(names)}: the guards look into ${those} that none of them compares (guards on identity cannot be saved): ${words.passes}`,
      repair: [],
    })
  }
  return findings
}

const DERIVED = new Set(['TypeSource', 'TypeMROSource', 'TypeDictSource'])
