import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openDocument } from './document'
import { whyRecompiled } from '../diff/recompiled'

const CONTAINERS = new URL('../../fixtures/containers/2.13.0/', import.meta.url)

test('a recompilation says what refused the call, as TORCH_LOGS=recompiles does, and what became otherwise', () => {
  const document = openDocument(new Uint8Array(readFileSync(new URL('DiskDynamoStore_eager__entry.pkl', CONTAINERS))))
  const [why, ...more] = whyRecompiled([document.tree(0), document.tree(1)])
  expect([why?.of, why?.before, why?.check, why?.refused, why?.sentences, more]).toEqual([
    1,
    0,
    false,
    // torch 2.13.0, shape_rel called with 6x3 and then 3x3
    ["tensor 'L['x']' size mismatch at index 0. expected 6, actual 3"],
    [
      "L['x'] TYPE_MATCH is new: type <class 'torch.Tensor'>",
      "L['x'] size at 0: 6, now any",
      "2 <= L['x'].size()[0] and L['x'].size()[0] <= 4: now asked for",
    ],
    [],
  ])
})
