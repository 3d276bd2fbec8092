import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import * as z from 'zod/mini'
import { ReportSchema } from './schema'

const docs = (name: string): string => fileURLToPath(new URL(`../../docs/${name}`, import.meta.url))
const schema = z.toJSONSchema(ReportSchema)

interface Described {
  readonly properties?: Readonly<Record<string, Described>>
  readonly items?: Described
  readonly anyOf?: readonly Described[]
}

/** Every field with the way to it. */
function fieldsOf({ properties = {}, items, anyOf = [] }: Described, at: string): string[] {
  return [
    ...Object.entries(properties).flatMap(([name, below]) => {
      const path = at === '' ? name : `${at}.${name}`
      return [path, ...fieldsOf(below, path)]
    }),
    ...(items === undefined ? [] : fieldsOf(items, `${at}[]`)),
    ...anyOf.flatMap((one) => fieldsOf(one, at)),
  ]
}

it('is written down field by field', () => {
  const told = [...readFileSync(docs('report-json.md'), 'utf8').matchAll(/^\| `([\w.[\]]+)` \|/gm)].map(
    ([, path]) => path,
  )
  // told once for both
  const same = (path: string): boolean => path.startsWith('blobs[].profile.warm.')
  const fields = fieldsOf(schema as Described, '').filter((path) => !same(path))
  expect([...told].sort()).toEqual([...new Set(fields)].sort())
})

it('is the one that other programs read', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(docs('report.schema.json'))
})
