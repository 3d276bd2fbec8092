import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { FileError } from './read-file'
import { TraceFile } from './trace-file'
import { isTrace } from './trace-host'
import { indexFor, linkPage, pagePath, writePage } from './trace-page'

/** What tlparse 0.4.3 made of the log of scripts/record-code-parts.py under torch 2.13. */
const REPORT = fileURLToPath(new URL('../../fixtures/traces/tlparse', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tlparse-'))
afterAll(() => rmSync(folder, { recursive: true }))

const report = join(folder, 'tl_out')
beforeEach(() => {
  rmSync(report, { recursive: true, force: true })
  cpSync(REPORT, report, { recursive: true })
})
const without = (...names: readonly string[]): void => names.forEach((name) => rmSync(join(report, name)))

/** The count that tlparse shows of a compile. */
function guardsOnPage(compile: string): number {
  const name = readdirSync(join(REPORT, compile)).find((one) => one.startsWith('compilation_metrics')) ?? ''
  return Number(/Guard Count: (\d+)/.exec(readFileSync(join(REPORT, compile, name), 'utf8'))?.[1])
}

async function told(path: string) {
  const file = await TraceFile.open(path)
  const trees = await Promise.all(file.trace.compiles.map((_, compile) => file.tree(compile)))
  const stories = await Promise.all(file.trace.chains.map((_, chain) => file.story(chain)))
  return { compiles: file.trace.compiles, trees, stories, log: file.trace.logs[0] }
}

describe('a folder of tlparse', () => {
  test('is read by the log that it kept, from its index, too', async () => {
    const { compiles, log } = await told(report)
    expect(compiles.map(({ id, function: name, guards }) => [id, name, guards])).toStrictEqual([
      ['0/0', 'forward', guardsOnPage('-_0_0_0')],
      ['0/1', 'forward', guardsOnPage('-_0_1_0')],
      ['1/0', 'overlapping', guardsOnPage('-_1_0_0')],
      ['1/1', 'overlapping', guardsOnPage('-_1_1_0')],
    ])
    expect(log?.path).toBe(join(report, 'raw.log'))
    expect(isTrace(join(report, 'index.html'))).toBe(true)
    expect((await told(join(report, 'index.html'))).compiles).toStrictEqual(compiles)
  })

  test('tells the same by its records and payloads where the log is gone', async () => {
    const { log: _, ...kept } = await told(report)
    without('raw.log')
    const { log, ...parted } = await told(report)
    expect(parted).toStrictEqual(kept)
    expect(log).toMatchObject({ path: join(report, 'raw.jsonl'), badRecords: 0, badPayloads: 0, foreignLines: 0 })
  })

  test('tells trees and reasons by its directory where the records are gone, too', async () => {
    const kept = await told(report)
    without('raw.log', 'raw.jsonl')
    const { compiles, trees } = await told(report)
    expect(trees).toStrictEqual(kept.trees)
    expect(compiles.map(({ id, reasons }) => [id, reasons])).toStrictEqual(
      kept.compiles.map(({ id, reasons }) => [id, reasons]),
    )
  })

  test('reads no file outside of it, whatever its records name', async () => {
    without('raw.log')
    const secret = join(folder, 'secret.txt')
    writeFileSync(secret, 'TREE_GUARD_MANAGER:\n+- RootGuardManager\n')
    const records = readFileSync(join(report, 'raw.jsonl'), 'utf8')
    writeFileSync(join(report, 'raw.jsonl'), records.replaceAll(/"-_0_0_0\/dynamo_cpp[^"]*"/g, '"../secret.txt"'))
    const { trees, compiles } = await told(report)
    expect([compiles.length, trees[0]]).toStrictEqual([4, null])
  })

  test('beside the log it was made of is listed once', async () => {
    cpSync(join(REPORT, 'raw.log'), join(folder, 'dedicated_log_torch_trace.log'))
    const { trace } = await TraceFile.open(folder)
    expect(trace.compiles).toHaveLength(4)
    expect(trace.logs.map(({ sameRunAs }) => sameRunAs)).toStrictEqual([null, 0])
    rmSync(join(folder, 'dedicated_log_torch_trace.log'))
  })
})

describe('the page of a log', () => {
  test('goes into the folder of tlparse, and its index is linked once, the original kept', async () => {
    const file = await TraceFile.open(report)
    const page = pagePath(report, file)
    const index = indexFor(page, report) ?? ''
    const original = readFileSync(index, 'utf8')
    await writePage(page, file)
    expect(readFileSync(index, 'utf8')).toBe(original)
    linkPage(index, page, file)
    const linked = readFileSync(index, 'utf8')
    expect(linked.match(/href="guardscope\.html[^"]*"/g)).toStrictEqual([
      'href="guardscope.html"',
      'href="guardscope.html#0/1"',
      'href="guardscope.html#1/1"',
    ])
    const first = readFileSync(page)
    const again = await TraceFile.open(report)
    await writePage(pagePath(report, again), again)
    linkPage(index, page, again)
    expect(readFileSync(index, 'utf8')).toBe(linked)
    expect(readFileSync(page).equals(first)).toBe(true)
    expect(readFileSync(`${index}.orig`, 'utf8')).toBe(original)
    expect(readdirSync(report).filter((name) => /orig|tmp|guardscope/.test(name))).toStrictEqual([
      'guardscope.html',
      'index.html.orig',
    ])
  })

  test('holds an anchor for each compile, and nothing that is fetched or run but its own', async () => {
    const file = await TraceFile.open(report)
    const page = join(folder, 'page.html')
    await writePage(page, file)
    const text = readFileSync(page, 'utf8')
    expect([...text.matchAll(/<article id="([^"]*)"/g)].map(([, id]) => id)).toStrictEqual(['0/0', '0/1', '1/0', '1/1'])
    expect(text.match(/<(?:script|style|link|img|iframe|object)\b[^>]*>/g)).toStrictEqual(['<style>', '<script>'])
    expect(text.match(/\b(?:src|srcset|action)="|https?:|\bon\w+="/g)).toBeNull()
  })

  test.each([
    ['raw.log', 'this is the log itself'],
    ['index.html', 'this file is no page of Guardscope, and stays: name another'],
  ])('does not replace %s: %s', async (name, why) => {
    const file = await TraceFile.open(report)
    expect(() => pagePath(join(report, name), file)).toThrow(new FileError(join(report, name), why))
  })
})
