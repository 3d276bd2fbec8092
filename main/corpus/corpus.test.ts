import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { againstEngine } from './against-engine'
import { againstKnown } from './against-known'
import { nearest } from './main'
import { casesIn, Recording } from './recording'
import { markdown } from './report'
import { VERSIONS } from '../documents/testing/corpus'

const FIXTURES = join(__dirname, '../../fixtures')
const CASES = ['constant_int', 'dict_keys_match', 'global_state', 'shape_env_gt', 'class_match_error']
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guardscope-corpus-'))
  mkdirSync(join(folder, 'corpus'))
  for (const name of CASES) {
    copyFileSync(join(FIXTURES, `2.13.0/${name}.json.gz`), join(folder, `corpus/${name}.json.gz`))
    if (name !== 'class_match_error')
      copyFileSync(join(FIXTURES, `2.13.0/${name}.guards_state`), join(folder, `corpus/${name}.guards_state`))
  }
  copyFileSync(join(FIXTURES, 'filters/2.13.0.json.gz'), join(folder, 'filters.json.gz'))
  copyFileSync(join(FIXTURES, 'precision/2.13.0.json.gz'), join(folder, 'precision.json.gz'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Says otherwise what a recorded torch said; `path` is a file below the folder. */
function retold(path: string, from: RegExp, to: string): void {
  const file = join(folder, path)
  const text = gunzipSync(readFileSync(file)).toString()
  if (!from.test(text)) throw new Error(`${path} does not say ${from.source}`)
  writeFileSync(file, gzipSync(text.replace(from, to)))
}

const known = () => againstKnown(casesIn(join(folder, 'corpus')), casesIn(join(FIXTURES, '2.13.0')))

it('finds nothing in what a torch said that is known, and everything in one that says otherwise', () => {
  const same = againstEngine(new Recording(folder), '2.13.0', null)
  expect([same.rows, known()]).toEqual([[], []])
  expect([same.counts['blobs'], same.counts['trees']]).toEqual([4, 4])
  expect(same.counts['answers']).toBeGreaterThan(50)
  expect(same.counts['filter answers']).toBeGreaterThan(3000)
  expect(same.counts['precision values']).toBeGreaterThan(3000)

  retold('corpus/constant_int.json.gz', /EQUALS_MATCH: L\['n'\]/g, "SAME_MATCH: L['n']")
  retold('corpus/dict_keys_match.json.gz', /"loaded":\{"check":false/, '"loaded":{"check":true')
  retold('corpus/class_match_error.json.gz', /"status":"save_failed"/, '"status":"ok"')
  retold('filters.json.gz', /"TENSOR_MATCH", ?"1/, '"TENSOR_MATCH","0')
  retold('precision.json.gz', /"value": ?"none"/, '"value":"tf32"')
  const { rows, counts } = againstEngine(new Recording(folder), '2.13.0', null)
  expect([...new Set(rows.map(({ part }) => part))].sort()).toEqual([
    'answers',
    'filters',
    'kinds',
    'precision',
    'trees',
  ])
  expect(rows.find(({ part }) => part === 'kinds')).toEqual({
    part: 'kinds',
    where: 'SAME_MATCH',
    torch: 'a guard in constant_int',
    other: 'no leaf guard of this name',
  })
  expect(known().map(({ part, where }) => `${part} ${where}`)).toEqual([
    'saving class_match_error',
    'blobs constant_int: tree',
    'blobs dict_keys_match: missing b',
  ])

  const report = markdown({ torch: '2.13.0', known: '2.13.0', rows: [...rows, ...known()], counts })
  expect(report).toContain('| Names that are not known here | 1 |')
  expect(report).toContain('| `SAME_MATCH` | `a guard in constant_int` | `no leaf guard of this name` |')
  expect(report).not.toContain('Nothing differs.')
})

it('holds a torch against the nearest version, the newer of two that are as near', () => {
  expect(['2.9.0', '2.9.1', '2.13.0+cpu', '2.16.0', '2.7.1'].map((torch) => nearest(torch, VERSIONS))).toEqual([
    '2.10.0',
    '2.10.0',
    '2.13.0',
    '2.15.0',
    '2.8.0',
  ])
})
