import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { factsFor } from './tables'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import { readGuardsState } from '../state/read-state'
import { buildGuardTree } from '../engine/build'
import { printTree } from '../engine/print'

interface Case {
  readonly name: string
  readonly tree: string
  readonly locals: readonly string[]
  readonly torch_folder: string
}

const python = process.env['GUARDSCOPE_TORCH_PYTHON'] ?? 'python3'
const script = fileURLToPath(new URL('testing/fresh_blobs.py', import.meta.url))

// Another seed makes other values: FRESH_SEED=7 npm run test:torch
const SEED = Number(process.env['FRESH_SEED'] ?? 1)

it.each([SEED, SEED + 1])(
  'blobs that torch has just made from seed %i print as torch prints them, and encode to their bytes',
  (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'guardscope-fresh-'))
    try {
      execFileSync(python, [script, String(seed), folder], { stdio: ['ignore', 'ignore', 'inherit'] })
      const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as readonly Case[]
      expect(cases.length).toBeGreaterThan(20)
      for (const { name, tree, locals, torch_folder } of cases) {
        const bytes = new Uint8Array(readFileSync(join(folder, `${name}.guards_state`)))
        const pickle = decodePickle(bytes)
        const state = readGuardsState(pickle)
        const built = buildGuardTree(state, factsFor(state.version), { locals, torchFolder: torch_folder })
        expect.soft(printTree(built, built.builder.dialect), name).toBe(tree)
        expect.soft(Buffer.compare(encodePickle(pickle), bytes), `${name} encoded`).toBe(0)
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
