import { readFileSync, readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ContainerError } from '../containers/container'
import { PickleError } from '../pickle/decode'
import { mutate, randomNumbers } from '../pickle/testing/mutate'
import { StateError } from '../state/read-state'
import { blobDigest, diffBlob } from './blob-diff'
import { examineBlob } from './doctor'
import { openDocument } from './document'
import { VERSIONS } from './testing/corpus'

/** More with FUZZ_RUNS=100000 npx vitest run main/documents/mutants.test.ts; another stream of mutants with FUZZ_SEED. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1000)
const SEED = Number(process.env['FUZZ_SEED'] ?? 1)

const fixtures = new URL('../../fixtures/', import.meta.url)
const blobs = VERSIONS.flatMap((version) =>
  readdirSync(new URL(`${version}/`, fixtures))
    .filter((name) => name.endsWith('.guards_state'))
    .map((name) => new Uint8Array(readFileSync(new URL(`${version}/${name}`, fixtures))))
    .filter((bytes) => bytes.length < 9000),
)

it(`${RUNS} damaged blobs either open with a tree, or fail in one line`, { timeout: 60_000 + RUNS * 20 }, () => {
  expect(blobs.length).toBeGreaterThan(200)
  const next = randomNumbers(SEED)
  const seen = { opened: 0, refused: 0, problems: 0, slowest: 0 }
  for (let run = 0; run < RUNS; run++) {
    const bytes = mutate(
      blobs[next() % blobs.length] ?? new Uint8Array(),
      blobs[next() % blobs.length] ?? new Uint8Array(),
      next,
    )
    const begin = performance.now()
    try {
      const document = openDocument(bytes)
      const { summary, tree } = document.openBlob(0)
      expect(tree.count).toBeGreaterThan(0)
      expect(document.treeText(0).startsWith('\nTREE_GUARD_MANAGER:\n')).toBe(true)
      for (const node of [0, tree.count >> 1, tree.count - 1]) expect(document.nodeDetail(0, node).node).toBe(node)
      const { differences } = diffBlob(document, 0, blobDigest(document, 0))
      expect(differences.filter(({ isCertain }) => isCertain)).toEqual([])
      for (const { message } of examineBlob(document, 0, '2.14')) expect(message).not.toBe('')
      seen.opened += 1
      if (summary.notes.length > 0) seen.problems += 1
    } catch (error) {
      const expected = error instanceof PickleError || error instanceof ContainerError || error instanceof StateError
      if (!expected || error.message.includes('\n'))
        throw new Error(`run ${run}: ${Buffer.from(bytes).toString('base64')}`, { cause: error })
      seen.refused += 1
    }
    seen.slowest = Math.max(seen.slowest, performance.now() - begin)
  }
  if (process.env['FUZZ_RUNS'] !== undefined) console.log(seen)
  expect(seen.opened).toBeGreaterThan(RUNS / 20)
  expect(seen.refused).toBeGreaterThan(RUNS / 20)
  expect(seen.slowest).toBeLessThan(5000)
})
