import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it, test } from 'vitest'
import type { ReportOptions } from '../../../shared/report'
import { REPORT_PARTS } from '../../../shared/report'
import { userStack } from '../../engine/user-stack'
import type { Report } from '../../report/model'
import { renderReport } from '../../report/render'
import { ReportSchema } from '../../report/schema'
import { treeLines } from '../../report/tree-text'
import { digestOf } from '../../diff/digest'
import { type GuardDocument, openDocument } from '../document'
import { readScenarioFile } from '../scenarios'
import { corpus, VERSIONS } from '../testing/corpus'
import { TraceFile } from '../trace-file'
import { type ReportContent, makeReport } from './report'
import { reportedTrace } from './trace'

const WHOLE: ReportOptions = { parts: REPORT_PARTS, paths: true, stacks: true, title: '', theme: 'system' }
const FORMATS = ['html', 'md', 'json', 'pdf'] as const

const fixture = (path: string): string => fileURLToPath(new URL(`../../../fixtures/${path}`, import.meta.url))
const opened = (path: string): GuardDocument => openDocument(new Uint8Array(readFileSync(fixture(path))))

function contentOf(document: GuardDocument, options: Partial<ReportOptions> = {}): ReportContent {
  const file = { document, path: '/some where/model.guards_state', blobs: document.info.blobs, torch: null }
  return { options: { ...WHOLE, ...options }, file }
}

const reportOf = (path: string, options: Partial<ReportOptions> = {}): Report =>
  makeReport(contentOf(opened(path), options))

const CONTAINERS = [
  'containers/2.13.0/DiskDynamoStore_eager__entry.pkl',
  'containers/2.13.0/aot_module_mlp.bin',
  'containers/2.13.0/save_cache_artifacts_caching_precompile.bin',
]

test.each(VERSIONS)(
  'of every blob of torch %s a report is what the schema says, and its tree is what torch prints',
  (version) => {
    for (const { name, bytes } of corpus(version)) {
      if (name === 'huge_5000_guards') continue
      const document = openDocument(bytes)
      const report = makeReport(contentOf(document))
      const checked = ReportSchema.safeParse(report)
      expect([name, checked.error?.issues ?? []]).toEqual([name, []])
      const [blob] = report.blobs
      expect([name, blob?.tree && `\n${treeLines(blob.tree).join('\n')}\n`]).toEqual([name, document.treeText(0)])
    }
  },
)

it.each([...CONTAINERS, '2.13.0/gpt_2layer.guards_state'])(
  'of %s is the same at each making, in every format',
  (path) => {
    const [first, second] = [reportOf(path), reportOf(path)]
    for (const format of FORMATS) {
      const text = renderReport(first, format, 'system')
      expect(renderReport(second, format, 'system') === text).toBe(true)
      if (format === 'json') expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(first)))
      if (format === 'md') expect(text.length).toBeLessThanOrEqual(65_536)
    }
    expect(ReportSchema.safeParse(first).success).toBe(true)
  },
)

it('answers for scenarios as torch did, with the part that failed', () => {
  for (const { name, bytes, sidecar } of corpus('2.13.0')) {
    const scenarios = sidecar.scenarios ?? []
    if (scenarios.length === 0 || name === 'huge_5000_guards') continue
    const file = readScenarioFile(Buffer.from(JSON.stringify(sidecar)))
    const texts = file.scenarios.map((one) => JSON.stringify(one))
    const content = contentOf(openDocument(bytes), { parts: ['replay'] })
    const report = makeReport({
      ...content,
      scenarios: { name: 'x.json', texts, options: () => ({ guardState: null }) },
    })
    const rows = report.blobs[0]?.replay?.rows ?? []
    const told = rows.map(({ scenario, answer }) => [scenario, answer])
    const torch = scenarios.map((one) => [one.name, one.loaded?.check ?? null])
    // what torch could not load it has no answer for
    expect([name, told.filter((_, i) => scenarios[i]?.loaded != null)]).toEqual([
      name,
      torch.filter(([, answer]) => answer !== null),
    ])
    expect(rows.every(({ answer, part, node }) => answer !== false || (part !== '' && node !== null))).toBe(true)
    expect(ReportSchema.safeParse(report).success).toBe(true)
  }
})

it('leaves out the folders of file names and the lines of code where that is asked for', () => {
  for (const { name, bytes } of corpus('2.13.0')) {
    if (name === 'huge_5000_guards') continue
    const document = openDocument(bytes)
    const frames = document.tree(0).builder.state.guards.flatMap(userStack)
    const folders = new Set(frames.flatMap(({ file }) => /^(.+[/\\])[^/\\]+$/.exec(file)?.[1] ?? []))
    const lines = new Set(frames.flatMap(({ line }) => (line !== null && line.length > 12 ? [line] : [])))
    const without = JSON.stringify(makeReport(contentOf(document, { paths: false, stacks: false })))
    const found = [...folders, '/some where/', ...lines].filter((text) =>
      without.includes(JSON.stringify(text).slice(1, -1)),
    )
    expect([name, found]).toEqual([name, []])
    const pathless = JSON.stringify(makeReport(contentOf(document, { paths: false })))
    expect([name, [...folders].filter((folder) => pathless.includes(folder))]).toEqual([name, []])
    // of torch's own files the place in torch stays
    if (frames.some(({ file }) => file.endsWith('/torch/nn/modules/linear.py')))
      expect(pathless).toContain('"torch/nn/modules/linear.py"')
  }
})

it('compares with what came before, and tells why a function was compiled again', () => {
  const document = opened('2.13.0/gpt_2layer.guards_state')
  const before = opened('2.13.0/gpt_block.guards_state')
  const side = (of: GuardDocument) => ({ blob: 0, digest: digestOf(of.tree(0)) })
  const report = makeReport({
    ...contentOf(document, { parts: ['comparison'] }),
    against: {
      path: 'base.guards_state',
      pairs: [{ title: 'blob 0', before: side(before), after: side(document), identical: false }],
    },
  })
  expect(report).toMatchObject({
    parts: ['comparison'],
    title: 'model.guards_state against base.guards_state',
    comparison: { same: false, pairs: [{ guards_before: 141, guards_after: 349 }] },
  })
  expect(ReportSchema.safeParse(report).success).toBe(true)
  const again = openDocument(
    new Uint8Array(readFileSync(new URL('../recorded/recompiled-2.13.0.entry', import.meta.url))),
  )
  const recompiled = makeReport(contentOf(again, { parts: ['recompilations'] }))
  expect(ReportSchema.safeParse(recompiled).error).toBeUndefined()
  expect(recompiled.recompilations?.length).toBeGreaterThan(0)
})

it('tells of a log what the log tells', async () => {
  const trace = await reportedTrace(await TraceFile.open(fixture('traces/demo')))
  const report = makeReport({ options: WHOLE, trace })
  expect(ReportSchema.safeParse(report).error).toBeUndefined()
  const compiles = report.trace?.functions.flatMap((one) => one.compiles) ?? []
  expect(compiles.map(({ id, guards }) => [id, guards]).sort()).toEqual(
    trace.trace.compiles.map(({ id, guards }) => [id, guards]).sort(),
  )
  const bare = JSON.stringify(makeReport({ options: { ...WHOLE, paths: false, stacks: false }, trace }))
  expect(['/code/', fixture('traces'), 'if x.shape[0]'].filter((text) => bare.includes(text))).toEqual([])
})

it('takes of 5,000 guards no more than 3 MB, and no longer than the blob takes to open', () => {
  const bytes = new Uint8Array(readFileSync(fixture('2.13.0/huge_5000_guards.guards_state')))
  const ratios = Array.from({ length: 3 }, () => {
    const began = performance.now()
    const document = openDocument(bytes)
    document.openBlob(0)
    document.treeText(0)
    const opening = performance.now() - began
    const report = makeReport(contentOf(document))
    const [page, json] = [renderReport(report, 'html', 'system'), renderReport(report, 'json', 'system')]
    expect(Math.max(Buffer.byteLength(page), Buffer.byteLength(json))).toBeLessThan(3_000_000)
    return (performance.now() - began - opening) / opening
  })
  expect(Math.min(...ratios)).toBeLessThan(4)
})
