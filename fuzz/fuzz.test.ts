/** A share of `npm run fuzz`: the inputs of one seed, the same at each run, and then some that nobody has seen. */
import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(__dirname, '..')
/** Of all readers together. */
const INPUTS = 1500

interface Told {
  readonly defects: readonly unknown[]
  readonly tallies: readonly { readonly name: string; readonly inputs: number; readonly read: number }[]
}

/** What `npm run fuzz` tells: its exit status is 1 where there are defects, and those it tells all the same. */
function fuzz(seed: number): Promise<Told> {
  const options = ['--seed', seed, '--inputs', INPUTS, '--processes', 1, '--minutes', 2, '--shrink', 1, '--json']
  return new Promise((done, failed) =>
    execFile(
      process.execPath,
      ['scripts/fuzz.mjs', ...options.map(String)],
      { cwd: ROOT },
      (error, told, complaint) => {
        if (error !== null && error.code !== 1) failed(new Error(complaint, { cause: error }))
        else done(JSON.parse(told) as Told)
      },
    ),
  )
}

test.each([
  ['the same', 1],
  ['fresh', Date.now() % 2 ** 31],
])(
  '%s inputs are read or refused in one line by every reader, within its second and its memory',
  async (_, seed) => {
    const { defects, tallies } = await fuzz(seed)
    expect(defects).toEqual([])
    expect(tallies.length).toBeGreaterThan(10)
    // all were run, and some read and some refused, or nothing is tested
    expect(tallies.reduce((sum, { inputs }) => sum + inputs, 0)).toBeGreaterThanOrEqual(INPUTS)
    expect(tallies.filter(({ inputs, read }) => inputs >= 25 && (read === 0 || read === inputs))).toEqual([])
  },
  120_000,
)
