import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { EditSchema } from '../../shared/edit'

it('every edit that the documentation shows is one, and every kind is shown', () => {
  const text = readFileSync(new URL('../../docs/edits.md', import.meta.url), 'utf8')
  const shown = [...text.matchAll(/^\| `(\{.*\})` \|/gm)].map(
    ([, json]) => JSON.parse((json ?? '').replace('…', '')) as unknown,
  )
  const wrong = shown.filter((edit) => !EditSchema.safeParse(edit).success)
  const kinds = new Set(shown.map((edit) => (edit as { do: string }).do))
  const all = EditSchema.def.options.map((option) => option.shape.do.def.values[0])
  expect({ wrong, missing: all.filter((kind) => kind === undefined || !kinds.has(kind)) }).toEqual({
    wrong: [],
    missing: [],
  })
})
