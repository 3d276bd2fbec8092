/** Shape constraints are code: Python that torch runs at every check, C++ that it compiles and loads. */
import { listItems } from '../../pickle/access'
import { globalWeakRefs, readShapeCode } from '../shape-code'
import type { GuardsState } from '../../state/guards-state'
import type { Finding, Repair } from '../../../shared/findings'
import { cppSymbols, foreignCpp } from '../cpp-words'
import { type Examination, type Patient, count, guardName } from '../patient'

export const shapeCode: Examination = (patient) => {
  const { shapeCodeParts } = patient.state
  if (shapeCodeParts === null) return gone(patient)
  const { python, cpp, pythonFallback } = shapeCodeParts
  const weak = globalWeakRefs(patient.state)
  const found: Finding[] = []
  const runs =
    cpp === null || pythonFallback ? 'torch runs it at every check' : 'torch runs it where no C++ compiler is found'
  for (const expr of python) {
    const strange = readShapeCode(expr, patient.tree.builder.classes, weak)
    if (strange !== null)
      found.push(finding('shape-code-calls', 'error', patient, `the shape guard ${short(expr)} ${strange}: ${runs}`))
  }
  if (cpp === null) return found
  const symbols = cppSymbols(patient.state)
  for (const symbol of symbols.filter((name) => !/^\w+$/.test(name)))
    found.push(
      finding(
        'cpp-shape-code-calls',
        'error',
        patient,
        `the C++ shape guard declares ${short(symbol)}: torch compiles and loads it`,
      ),
    )
  for (const expr of cpp.exprs) {
    const strange = foreignCpp(expr, new Set(symbols))
    if (strange !== null) {
      const message = `the C++ shape guard ${short(expr)} holds ${strange}: torch compiles and loads it`
      found.push(finding('cpp-shape-code-calls', 'error', patient, message))
    }
  }
  if (cpp.exprs.length > 0 && !pythonFallback) {
    const message = `${count(cpp.exprs.length, 'shape guard')} in C++: torch compiles them with g++ when it loads the file, and runs the Python ones where it finds none`
    found.push(finding('cpp-shape-code', 'note', patient, message))
  }
  return found
}

/** SHAPE_ENV without its code. */
function gone(patient: Patient): readonly Finding[] {
  const { state } = patient
  const guard = state.guards.find(({ createFn }) => createFn === 'SHAPE_ENV')
  if (guard === undefined) return []
  const recorded = recordedExprs(state)
  const exprs = recorded.filter((expr) => readShapeCode(expr, patient.tree.builder.classes, new Set()) === null)
  const name = guardName(patient, guard)
  const known = recorded.length > 0 && exprs.length === recorded.length
  const repair: readonly Repair[] = known
    ? [{ do: 'set-shape-exprs', exprs }]
    : refuses(state)
      ? [{ do: 'drop-guard', ...name }]
      : []
  const message = refuses(state)
    ? 'torch will not load this file: AssertionError: SHAPE_ENV has no shape code'
    : 'SHAPE_ENV has no shape code: torch loads the file without it, so that no constraint on sizes is checked'
  const mend = known ? `; the guard's record still holds ${count(exprs.length, 'expression')}` : ''
  return [
    {
      code: 'shape-code-gone',
      severity: refuses(state) ? 'error' : 'warning',
      guard: name,
      message: message + mend,
      repair,
    },
  ]
}

/** torch 2.8 asserts that the code is there. */
const refuses = ({ version }: GuardsState): boolean => version === '2.8'

/** The expressions that SHAPE_ENV's record holds, each once. */
function recordedExprs({ guards }: GuardsState): readonly string[] {
  const exprs = new Set<string>()
  for (const { createFn, slots } of guards) {
    const list = createFn === 'SHAPE_ENV' ? slots.get('code_list') : undefined
    for (const item of list === undefined ? [] : listItems(list)) if (item.kind === 'str') exprs.add(item.value)
  }
  return [...exprs]
}

function finding(code: string, severity: Finding['severity'], patient: Patient, message: string): Finding {
  const guard = patient.state.guards.find(({ createFn }) => createFn === 'SHAPE_ENV')
  return { code, severity, guard: guard === undefined ? null : guardName(patient, guard), message, repair: [] }
}

function short(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text)
}
