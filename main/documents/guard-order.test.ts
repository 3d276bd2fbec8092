import { expect, it } from 'vitest'
import { buildGuardTree } from '../engine/build'
import { printTree } from '../engine/print'
import { decodePickle } from '../pickle/decode'
import { readGuardsState } from '../state/read-state'
import { examineBlob } from './doctor'
import { openDocument } from './document'
import { EditedFile } from './edit-file'
import { factsFor } from './tables'
import { compareScenarios } from './testing/agreement'
import { corpus } from './testing/corpus'

/** Forty guards of one kind on one set, which torch 2.9 asks in the order of their hashes. */
const many = corpus('more/2.9.1').find(({ name }) => name === 'set_contains_many')
const bytes = many?.bytes ?? new Uint8Array()

function withoutHashes(of: Uint8Array): Uint8Array {
  const edited = new EditedFile(of)
  edited.blob(0).apply([{ do: 'strip', what: ['hash'] }])
  return edited.encode()
}
const answered = (of: Uint8Array): readonly string[] =>
  compareScenarios(of, many?.sidecar.scenarios ?? [], ['x', 's', 'n'], { globalState: null, env: 'none' }).answers.map(
    ({ scenario, difference }) => `${scenario}: ${difference?.ours ?? 'as torch'}`,
  )
const findings = (of: Uint8Array): readonly string[] =>
  examineBlob(openDocument(of), 0, null).map(({ severity, code }) => `${severity} ${code}`)

it('of guards of one kind is not that of the file: hashes give it', () => {
  const state = readGuardsState(decodePickle(bytes))
  const tree = buildGuardTree(state, factsFor(state.version))
  const asked = [...printTree(tree, tree.builder.dialect).matchAll(/SET_CONTAINS: .*\], (\d+)\)/g)].map(([, n]) => n)
  const inFile = state.guards.flatMap(({ keywords }) => {
    const key = keywords.get('key')
    return key?.kind === 'int' ? [String(key.value)] : []
  })
  expect([...asked].sort()).toEqual([...inFile].sort())
  expect(asked).not.toEqual(inFile)
})

it('is known where every guard has its hash, and else said to be unknown', () => {
  const reason = "L['s']: guards of one name and kind stand in an order that the file does not tell"
  expect(answered(bytes)).toEqual(
    ['captured f_locals', 'same', '2 and 36 dropped', '5 added', 'others'].map((name) => `${name}: as torch`),
  )
  // where the order of the file comes to the same, nothing differs
  expect(answered(withoutHashes(bytes))).toContain(`others: ${reason}`)
  expect(findings(bytes)).not.toContain('note guard-order')
  expect(findings(withoutHashes(bytes))).toContain('note guard-order')
})

it('is that of the file since torch 2.10, hashes or not', () => {
  const { bytes: later = new Uint8Array() } = corpus('2.10.0').find(({ name }) => name === 'set_contains') ?? {}
  expect(findings(withoutHashes(later))).not.toContain('note guard-order')
})
