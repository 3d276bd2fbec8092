import { expect, it } from 'vitest'
import { blobText, readBlobText } from './blob-text'
import { openDocument } from './document'
import { corpus } from './testing/corpus'

const shapes = corpus('2.13.0').find(({ name }) => name === 'shape_env_gt')

it('should tell the node of each line, and each edit in words with the line that asks for it', () => {
  const document = openDocument(shapes?.bytes ?? new Uint8Array())
  const { text, nodes } = blobText(document, 0)
  const lines = text.split('\n')
  const line = (part: string, of = lines): number => of.findIndex((one) => one.includes(part))
  const drawn = document.nodes(0)
  const at = (part: string) => {
    const node = drawn[nodes[line(part)] ?? -1]
    return node === undefined ? null : 'leaf' in node ? node.leaf.cls : node.manager.source
  }
  expect(nodes.length).toBe(lines.length)
  expect([at('global state'), at('grad_mode'), at('SHAPE_ENV'), at("L['x']\n"), at('TENSOR_MATCH')]).toEqual([
    null,
    null,
    'LAMBDA_GUARD',
    null,
    'TENSOR_MATCH',
  ])
  expect(drawn[nodes[lines.indexOf("L['x']")] ?? -1]).toMatchObject({ kind: 'manager' })

  const changed = text
    .replace("  5 <= L['x'].size()[0]\n", "  2 <= 3\n  6 <= L['x'].size()[0]\n")
    .replace('requires_grad=False', 'requires_grad=True')
    .replace('TENSOR_MATCH', 'TENSOR_MATCH  ')
  const now = changed.split('\n')
  const { edits, problems } = readBlobText(document, 0, changed)
  expect([problems, edits.map((edit) => [edit.line - 1, edit.words])]).toEqual([
    [],
    [
      [line('2 <= 3', now), "shape expressions: add 2 <= 3, add 6 <= L['x'].size()[0], drop 5 <= L['x'].size()[0]"],
      [line('TENSOR_MATCH', now), "L['x']: requires_grad true"],
    ],
  ])
})
