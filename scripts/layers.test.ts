/** The layer rule of the linter catches an import that goes up, and lets one pass that goes down. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = resolve(__dirname, '..')
const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
const project = mkdtempSync(join(tmpdir(), 'layers-'))
afterAll(() => rmSync(project, { recursive: true, force: true }))

const REFUSED = new Map([
  ['renderer/views/a.ts', '../../main/engine/builder'],
  ['renderer/views/b.ts', 'electron'],
  ['shared/a.ts', '../main/pickle/node'],
  ['shared/b.ts', 'node:path'],
  ['main/pickle/a.ts', '../state/source'],
  ['main/pickle/b.ts', 'node:fs'],
  ['main/containers/a.ts', '../engine/builder'],
  ['main/state/a.ts', '../engine/builder'],
  ['main/state/b.ts', 'fs'],
  ['main/engine/values/a.ts', '../../documents/document'],
  ['main/engine/a.ts', 'electron'],
  ['main/doctor/a.ts', '../documents/document'],
  ['main/diff/a.ts', '../documents/document'],
  ['main/engine/b.ts', '../diff/compare'],
  ['main/report/a.ts', '../documents/document'],
  ['main/html/a.ts', '../report/model'],
  ['main/engine/d.ts', '../html/page'],
  ['main/diff/b.ts', 'electron'],
  ['main/engine/c.ts', '../report/model'],
  ['main/documents/a.ts', '../app/window'],
  ['main/cli/a.ts', 'electron'],
  ['main/app/a.ts', '../../renderer/app/commands'],
])
const ALLOWED = new Map([
  ['renderer/views/ok.ts', '../../shared/tree'],
  ['main/engine/ok.ts', '../state/source'],
  ['main/state/ok.ts', '../pickle/node'],
  ['main/containers/ok.ts', '../pickle/node'],
  ['main/diff/ok.ts', '../engine/build'],
  ['main/documents/ok.ts', 'node:fs'],
  ['main/documents/report/ok.ts', '../../report/model'],
  ['main/report/ok.ts', '../diff/digest'],
  ['main/traces/ok.ts', '../html/page'],
  ['main/app/ok.ts', 'electron'],
  ['main/pickle/ok.test.ts', 'node:fs'],
])

test('each layer may import what is below it and nothing else', () => {
  copyFileSync(join(root, '.oxlintrc.json'), join(project, '.oxlintrc.json'))
  for (const [file, imported] of [...REFUSED, ...ALLOWED]) {
    mkdirSync(dirname(join(project, file)), { recursive: true })
    writeFileSync(join(project, file), `import { x } from '${imported}'\nexport const y = x\n`)
  }
  const { stdout } = spawnSync(process.execPath, [oxlint, '-f', 'json', '.'], { cwd: project, encoding: 'utf8' })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { code: string; filename: string }[] }
  const files = diagnostics
    .filter(({ code }) => /no-restricted-imports|no-nodejs-modules/.test(code))
    .map((it) => it.filename)
  expect([...new Set(files)].sort()).toEqual([...REFUSED.keys()].sort())
})
