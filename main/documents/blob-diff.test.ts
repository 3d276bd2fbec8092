import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { blobDigest, diffBlob } from './blob-diff'
import { openDocument } from './document'

const read = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/${name}.guards_state`, import.meta.url)))

test('each difference leads to its nodes in the trees and to its lines in the texts', () => {
  const [a, b] = [openDocument(read('2.13.0/shape_env_gt')), openDocument(read('2.13.0/shape_env_matmul'))]
  // as it arrives from another thread
  const { differences, texts } = diffBlob(a, 0, structuredClone(blobDigest(b, 0)))
  const sides = [
    { document: a, text: texts.a, of: 'a' },
    { document: b, text: texts.b, of: 'b' },
  ] as const
  const shown = new Set<string>()
  for (const { document, text, of } of sides) {
    const nodes = document.nodes(0)
    for (const { difference, nodes: at, lines } of differences) {
      const [node, line] = [at[of], lines[of]]
      if (line !== null) shown.add(difference.kind)
      const printed = line === null ? '' : (text.split('\n')[line - 1] ?? '')
      if ('guard' in difference && line !== null)
        expect(printed.trim().startsWith(difference.guard.cls || difference.guard.createFn)).toBe(true)
      if (difference.kind === 'expression')
        expect([line === null, line === null ? '' : printed.trim()]).toEqual([
          difference.change !== (of === 'a' ? 'removed' : 'added'),
          line === null ? '' : difference.text,
        ])
      if ('guard' in difference && node !== null) {
        const row = nodes[node]
        expect(row !== undefined && 'leaf' in row && row.leaf.cls).toBe(difference.guard.cls)
      }
    }
  }
  expect([...shown].sort()).toEqual(['added', 'expression', 'relation', 'state', 'text'])
})
