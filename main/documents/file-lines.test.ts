import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lineAt, linesOf } from './file-lines'

const folder = mkdtempSync(join(tmpdir(), 'lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each(['', 'one', 'one\n', '\n\ntwo – three\n\nfour', 'é'.repeat(9)])(
  '%j is cut into its lines in steps of any size, and each is found where it begins',
  (text) => {
    const path = join(folder, 'text')
    writeFileSync(path, text)
    const want = text.split('\n')
    if (want.at(-1) === '') want.pop()
    for (const step of [1, 2, 3, 5, 64]) {
      const lines = [...linesOf(path, 0, step)]
      expect(lines.map((line) => line.text)).toStrictEqual(want)
      for (const { text: line, at } of lines) expect(lineAt(path, at)).toBe(line)
    }
  },
)
