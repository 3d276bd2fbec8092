/** A log of 100 MB, made of a recorded one, through `trace` and `trace --page`, and beside it through tlparse where that is installed. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { root } from './process.mjs'

const BYTES = 100e6

/** Milliseconds of whole processes, in turn: [`trace`, `trace --page`, tlparse's or null] a round. `run` times a command. */
export function benchTrace(cli, rounds, run) {
  const folder = mkdtempSync(join(tmpdir(), 'guardscope-bench-'))
  try {
    const log = join(folder, 'trace.log')
    writeLog(log)
    const tlparse = process.env.GUARDSCOPE_TLPARSE ?? 'tlparse'
    const isThere = spawnSync(tlparse, ['--version']).status === 0
    const out = join(folder, 'out')
    const times = Array.from({ length: rounds }, () => [
      run(process.execPath, [cli, 'trace', log]),
      run(process.execPath, [cli, 'trace', log, '--page', join(folder, 'page.html')]),
      isThere ? run(tlparse, [log, '-o', out, '--overwrite', '--no-browser']) : null,
    ])
    return { megabytes: statSync(log).size / 1e6, times }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The recorded log again and again, each time of another process. */
function writeLog(path) {
  const one = gunzipSync(readFileSync(join(root, 'fixtures/traces/demo/torch_trace.log.gz'))).toString()
  const copies = Math.ceil(BYTES / one.length)
  const parts = Array.from({ length: copies }, (_, i) => Buffer.from(one.replaceAll(' 29059 ', ` ${29059 + i} `)))
  writeFileSync(path, Buffer.concat(parts))
}
