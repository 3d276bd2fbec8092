import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { figuresOf } from '../../shared/locals'
import { Facts } from '../engine/facts'
import { Classes } from '../engine/values/classes'
import { resourcesFolder } from '../resources'
import { timeLocals } from './frame-locals'

const TABLE = gunzipSync(readFileSync(join(resourcesFolder('tables'), 'torch-2.13.txt.gz'))).toString('latin1')

test('a dict that is made for each check takes longer than one at hand, by any number of locals', () => {
  const classes = new Classes(new Facts(TABLE))
  for (const guards of [10, 300]) {
    const times = timeLocals(classes, guards, 9)
    const of = new Map(figuresOf(times).map(({ way, time }) => [way, time]))
    expect(times.ways.map(({ way, runs }) => [way, runs.length])).toEqual(
      ['index', 'name', 'dict', 'ready'].map((way) => [way, 9]),
    )
    expect((of.get('dict') ?? 0) / (of.get('ready') ?? 0)).toBeGreaterThan(2)
  }
})
