import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { disagreements, type RecordedFilters } from './testing/recorded-filters'

const python = process.env['GUARDSCOPE_TORCH_PYTHON'] ?? 'python3'
const script = fileURLToPath(new URL('../../scripts/record-filters.py', import.meta.url))

it('filters leave out of fresh compiles what torch has its own leave out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guardscope-filters-'))
  try {
    const out = join(folder, 'filters.json.gz')
    execFileSync(python, [script, '--out', out, '--every', '7'], { stdio: ['ignore', 'ignore', 'inherit'] })
    const { wrong, unsure, asked } = disagreements(
      JSON.parse(gunzipSync(readFileSync(out)).toString()) as RecordedFilters,
    )
    expect({ wrong, unsure: unsure.filter((one) => !one.endsWith(': keep_tensor_guards_unsafe')) }).toEqual({
      wrong: [],
      unsure: [],
    })
    expect(asked).toBeGreaterThan(2000)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
