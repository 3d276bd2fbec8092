/** What loading the blob calls, and what of it torch never writes. */
import { Calls } from '../calls'
import { type Examination, guardedClasses } from '../patient'
import { isStdlib } from '../stdlib'

export const loadCalls: Examination = (patient) => {
  let guarded: ReadonlySet<string> | null = null
  const calls = new Calls({
    classes: patient.tree.builder.classes,
    // an enum's member is made by calling its class: that much a guard's own class may do, unless it is Python's or torch's
    mayCall: (name) => isTheAuthors(name) && (guarded ??= guardedClasses(patient)).has(name),
  })
  calls.lookThrough(patient.pickle)
  return calls.findings()
}

function isTheAuthors(name: string): boolean {
  return !name.startsWith('torch.') && !isStdlib(name)
}
