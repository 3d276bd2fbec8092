import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodePickle } from '../../pickle/decode'
import { Facts } from '../facts'
import { Classes } from './classes'
import { ValueReader } from './from-node'
import { hashKey } from './hash-key'
import { repr } from './repr'
import recorded from './testdata/reprs.json'

const table = readFileSync(new URL('../../../resources/tables/torch-2.13.txt.gz', import.meta.url))
const facts = new Facts(gunzipSync(table).toString('latin1'))

function valueOf(pickle: string) {
  const classes = new Classes(facts)
  const value = new ValueReader(classes).read(decodePickle(new Uint8Array(Buffer.from(pickle, 'base64'))).root)
  return { classes, value }
}

describe('repr', () => {
  it('writes what Python wrote for 500 random values', () => {
    const wrong = recorded.flatMap(([pickle = '', expected]) => {
      const { classes, value } = valueOf(pickle)
      const ours = repr(value, classes.reprContext)
      return ours === expected ? [] : [{ ours, expected }]
    })
    expect(wrong).toEqual([])
    expect(recorded.length).toBe(500)
  })

  it('gives up on references that multiply, instead of filling the memory', () => {
    // [[..], [..]] forty levels deep, each level the same list twice
    const levels = Array.from({ length: 40 }, (_, i) => `h${String.fromCharCode(i)}h${String.fromCharCode(i)}e`)
    const bytes = Uint8Array.from('\x80\x04]\x94' + levels.map((refs) => `]\x94(${refs}`).join('') + '.', (c) =>
      c.charCodeAt(0),
    )
    const { classes, value } = valueOf(Buffer.from(bytes).toString('base64'))
    expect([value.kind, repr(value, classes.reprContext)]).toEqual(['sequence', null])
  })
})

it.each([
  ['1 and True', 'SwEu', 'iC4='],
  ['1 and 1.0', 'SwEu', 'Rz/wAAAAAAAALg=='],
  ["('a', 1) and ('a', True)", 'gASMAWFLAYYu', 'gASMAWGIhi4='],
])('%s are one key to a dict', (_, a, b) => {
  expect(hashKey(valueOf(a).value)).toBe(hashKey(valueOf(b).value))
})
