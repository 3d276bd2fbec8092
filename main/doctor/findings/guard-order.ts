/** Guards whose order hangs on the process that loads them. */
import { unsettledGuards } from '../../engine/guard-order'
import { type Examination, few, guardName, guardWords, only } from '../patient'

export const guardOrder: Examination = (patient) => {
  const names = [...unsettledGuards(patient.tree.builder, false)].map((guard) => guardName(patient, guard))
  if (names.length === 0) return []
  const words = few([...new Set(names.map(guardWords))])
  const message = `a guard of this file has no hash, and torch ${patient.state.version} keeps guards in a set: those of one kind (${words}) are asked in another order in each process`
  return [{ code: 'guard-order', severity: 'note', guard: only(names), message, repair: [] }]
}
