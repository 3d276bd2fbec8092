import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { decodePickle, PickleError } from './decode'
import { encodePickle } from './encode'
import { describe } from './testing/describe'
import { mutate, randomNumbers } from './testing/mutate'
import { VERSIONS } from './testing/versions'

/** More with FUZZ_RUNS=100000 npx vitest run main/pickle/mutants.test.ts; another stream of mutants with FUZZ_SEED. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 2000)
const SEED = Number(process.env['FUZZ_SEED'] ?? 1)

const fixtures = new URL('../../fixtures/', import.meta.url)
const blobs = VERSIONS.flatMap((version) =>
  readdirSync(new URL(`${version}/`, fixtures))
    .filter((name) => name.endsWith('.guards_state'))
    .map((name) => new Uint8Array(readFileSync(new URL(`${version}/${name}`, fixtures))))
    .filter((bytes) => bytes.length < 2500),
)

it(
  `${RUNS} damaged blobs either decode, and then encode to what decodes again, or fail with an offset`,
  { timeout: 60_000 + RUNS * 10 },
  () => {
    expect(blobs.length).toBeGreaterThan(20)
    const next = randomNumbers(SEED)
    const seen = { whole: 0, refused: 0, slowest: 0 }
    for (let run = 0; run < RUNS; run++) {
      const bytes = mutate(
        blobs[next() % blobs.length] ?? new Uint8Array(),
        blobs[next() % blobs.length] ?? new Uint8Array(),
        next,
      )
      const begin = performance.now()
      try {
        const pickle = decodePickle(bytes)
        seen.whole += 1
        const written = encodePickle(pickle)
        const again = decodePickle(written)
        const rewritten = encodePickle(again)
        // Objects that hold each other in ways CPython cannot make may be written in another order the second time.
        if (Buffer.compare(written, rewritten) !== 0) expect(describe(again), base64(bytes)).toEqual(describe(pickle))
      } catch (error) {
        if (
          !(error instanceof PickleError) ||
          error.offset < 0 ||
          error.offset > bytes.length ||
          error.message.includes('\n')
        )
          throw error
        seen.refused += 1
      }
      seen.slowest = Math.max(seen.slowest, performance.now() - begin)
    }
    if (process.env['FUZZ_RUNS'] !== undefined) console.log(seen)
    expect(seen.whole).toBeGreaterThan(RUNS / 20)
    expect(seen.refused).toBeGreaterThan(RUNS / 20)
    expect(seen.slowest).toBeLessThan(2000)
  },
)

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
