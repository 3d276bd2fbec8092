import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { REPORT_PARTS, type ReportOptions } from '../../../shared/report'
import { renderReport } from '../../report/render'
import { openDocument } from '../document'
import { HARMFUL, hostileBlob } from '../testing/hostile'
import { TraceFile } from '../trace-file'
import { makeReport } from './report'
import { reportedTrace } from './trace'

const blob = new Uint8Array(readFileSync(new URL('../../../fixtures/2.13.0/gpt_block.guards_state', import.meta.url)))
const document = openDocument(hostileBlob(blob))
const OPTIONS: ReportOptions = { parts: REPORT_PARTS, paths: true, stacks: true, title: '', theme: 'system' }
const report = makeReport({
  options: OPTIONS,
  file: { document, path: 'a"><script>x</script>|b.guards_state', blobs: document.info.blobs, torch: null },
})

test('names that mean harm are in the model as they are', () => {
  const text = JSON.stringify(report)
  expect(text).toContain('<script>document.title=')
  expect(text).toContain('\u2066')
})

test.each(['html', 'md', 'json', 'pdf'] as const)('in %s no character of a name acts upon who shows it', (format) => {
  const text = renderReport(report, format, 'system')
  expect(HARMFUL.filter((harm) => text.includes(harm))).toEqual([])
})

test('in HTML the only script is the own, and the policy names it', () => {
  const page = renderReport(report, 'html', 'system')
  expect(page.match(/<script/g)).toHaveLength(1)
  const tags = page.replace(/<script>[^]*<\/script>/, '').match(/<[a-z][^>]*>/g) ?? []
  const asks =
    /^<(?:img|iframe|object|embed|link|base|form|audio|video)|\s(?:on\w+|style|src|srcset|http-equiv="refresh)=/
  expect(tags.filter((tag) => asks.test(tag))).toEqual([])
  expect(page.match(/<\/title>/g)).toHaveLength(page.match(/<title>/g)?.length ?? 0)
  const policy =
    /content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'"/
  expect(policy.test(page)).toBe(true)
})

test('the page that is printed has no script, and none may run', () => {
  const page = renderReport(report, 'pdf', 'system')
  expect(page).not.toContain('<script')
  expect(page).toContain(`content="default-src 'none'; style-src 'sha256-`)
})

test('in JSON every name is what the file holds', () => {
  expect(JSON.parse(renderReport(report, 'json', 'system'))).toEqual(JSON.parse(JSON.stringify(report)))
})

test('in Markdown no name leaves its table, its span or its fence', () => {
  const text = renderReport(report, 'md', 'system')
  const outside = text.replace(/^(`{3,})[^]*?^\1$/gm, '')
  for (const line of outside.split('\n')) {
    if (line.startsWith('|')) continue
    expect(line.replace(/`+[^`]*`+/g, '')).not.toMatch(/<(?!\/?(details|summary|sub|code|br)>|!-- -->)/)
  }
  const tables = outside.split(/\n\n/).filter((block) => block.startsWith('|'))
  for (const table of tables) {
    const widths = new Set(table.split('\n').map((line) => line.split('|').length))
    expect([table.slice(0, 80), widths.size]).toEqual([table.slice(0, 80), 1])
  }
})

test('a log whose functions and files mean harm is told of without', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guardscope-hostile-'))
  try {
    const path = join(folder, 'x.log')
    const log = gunzipSync(readFileSync(new URL('../../../fixtures/traces/demo/torch_trace.log.gz', import.meta.url)))
    const harm = '<script>x()</script>|\\u202e\\u001b[31m`@all'
    writeFileSync(path, log.toString().replaceAll('shape_rel', harm).replaceAll('demo_models', harm))
    const trace = await reportedTrace(await TraceFile.open(path))
    const told = makeReport({ options: { ...OPTIONS, parts: ['trace'] }, trace })
    expect(JSON.stringify(told)).toContain('<script>x()</script>|\u202e')
    for (const format of ['html', 'md', 'json'] as const) {
      const text = renderReport(told, format, 'system')
      expect([format, HARMFUL.filter((one) => text.includes(one))]).toEqual([format, []])
      if (format === 'html') expect(text.match(/<script/g)).toHaveLength(1)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a blob that does no harm is told of in the same words as ever', () => {
  const plain = openDocument(blob)
  expect(plain.nodes(0)).toHaveLength(report.blobs[0]?.tree?.nodes.length ?? 0)
})
