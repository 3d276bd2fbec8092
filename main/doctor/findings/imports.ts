/** What the loading process must be able to import: a name that it cannot find stops the load. */
import { walk } from '../../pickle/access'
import { importedName, reducerName } from '../../engine/values/picklers'
import { modernName } from '../../engine/values/names'
import type { PickleNode } from '../../pickle/node'
import { textField } from '../../state/source'
import type { Finding } from '../../../shared/findings'
import { type Examination, type Patient, count, few, sources } from '../patient'
import { isStdlib } from '../stdlib'

export const imports: Examination = (patient) => {
  const found: Finding[] = []
  const { globals, modules, scopes } = namesIn(patient)
  const locals = globals.filter((name) => name.includes('<locals>'))
  const main = globals.filter((name) => name.startsWith('__main__.'))
  if (locals.length > 0) {
    const message = `torch will not load this file: AttributeError: ${few(locals)} ${locals.length === 1 ? 'is' : 'are'} defined inside a function, where no import finds ${locals.length === 1 ? 'it' : 'them'}`
    found.push({ code: 'local-class', severity: 'error', guard: null, message, repair: [] })
  }
  if (main.length > 0) {
    const message = `${few(main)}: saved from the script itself (__main__); the script that loads must define the same, or the load fails`
    found.push({ code: 'main-class', severity: 'warning', guard: null, message, repair: [] })
  }
  found.push(...needsTrace(patient))
  const own = [...new Set([...globals.map(moduleOf(patient)), ...modules])].sort()
  const isOther = (name: string): boolean => !isOfTorch(name) && !isStdlib(name) && name !== '__main__'
  const others = own.filter(isOther)
  const tried = scopes.filter((name) => isOther(name) && !own.includes(name)).sort()
  if (tried.length > 0) {
    const message = `the loading process imports ${few(tried, 12)} for the functions saved by value, and goes on where it cannot; importing runs their code`
    found.push({ code: 'imports', severity: 'note', guard: null, message, repair: [] })
  }
  if (others.length === 0) return found
  const message = `the loading process must be able to import ${few(others, 12)}, beside torch (${count(own.filter(isOfTorch).length, 'module')}) and Python's own (${own.filter(isStdlib).join(', ')}); importing runs their code`
  found.push({ code: 'imports', severity: 'note', guard: null, message, repair: [] })
  return found
}

/** In torch 2.13 an ImportSource asks for the trace it is part of (ImportSource.__post_init__). */
function needsTrace(patient: Patient): readonly Finding[] {
  if ((patient.torch ?? patient.state.version) !== '2.13') return []
  for (const [name, source] of sources(patient)) {
    if (source.cls !== 'ImportSource') continue
    const message = `torch 2.13 loads ${name} only while it traces: elsewhere the load fails with RuntimeError: TracingContext.get() must be called within an ongoing trace`
    return [{ code: 'needs-trace', severity: 'warning', guard: null, message, repair: [] }]
  }
  return []
}

const isOfTorch = (name: string): boolean => name === 'torch' || name.startsWith('torch.')

interface Names {
  readonly globals: readonly string[]
  readonly modules: readonly string[]
  /** What torch 2.15 imports where it can, to be the globals of a function. */
  readonly scopes: readonly string[]
}

/** Every `module.name` of the stream, and modules that are imported by their name. */
function namesIn(patient: Patient): Names {
  const globals = new Set<string>()
  const modules = new Set<string>()
  const scopes = new Set<string>()
  for (const node of walk(patient.pickle.root)) {
    if (node.kind === 'global') globals.add(modernName(node) ?? node.value)
    const imported = importedName(node)
    if (imported === null || node.kind !== 'reduce') continue
    const optional = reducerName(node.items[0]) === '_unpickle_fn_from_module'
    ;(optional ? scopes : modules).add(imported)
  }
  for (const [, source] of sources(patient))
    if (source.cls === 'ImportSource') modules.add(textField(source, 'module_name'))
  return { globals: [...globals], modules: [...modules], scopes: [...scopes] }
}

/** The module that a global was named with: the name behind it may hold dots itself. */
function moduleOf({ pickle }: Patient): (name: string) => string {
  const modules = new Map<string, string>()
  for (const node of walk(pickle.root)) {
    const module: PickleNode | undefined = node.kind === 'global' ? node.items[0] : undefined
    if (module?.kind === 'str' && node.kind === 'global') modules.set(modernName(node) ?? node.value, module.value)
  }
  return (name) => modules.get(name) ?? name
}
