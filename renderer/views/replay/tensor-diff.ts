/** What one tensor has otherwise than another, part by part. */
import type { Json, JsonPath } from '../../../shared/replay'
import type { Difference } from './scenario-diff'
import { type JsonRecord, listOf, recordOf } from './scenario-tree'
import { ABSENT, deviceText, isContiguous, numbers, shortDtype } from './value-text'

export function tensorDifferences(
  from: JsonRecord,
  to: JsonRecord,
  path: JsonPath,
  source: string,
): readonly Difference[] {
  const found: Difference[] = []
  const set = (steps: JsonPath, label: string, texts: readonly [string, string], value: unknown): void => {
    if (texts[0] === texts[1]) return
    const at = [...path, ...steps]
    found.push({ path: at, label, from: texts[0], to: texts[1], back: () => [{ path: at, value: value as Json }] })
  }
  const both = (key: string, text: (value: unknown) => string): readonly [string, string] => [
    text(from[key]),
    text(to[key]),
  ]
  set(['type'], `type(${source})`, both('type', String), from['type'])
  set(['dtype'], `${source}.dtype`, both('dtype', shortDtype), from['dtype'])
  const devices = both('device', (device) => deviceText(recordOf(device)))
  set(['device'], `${source}.device`, devices, devices[0])
  set(['layout'], `${source}.layout`, both('layout', String), from['layout'])
  const [ours, theirs] = [listOf(from['shape']), listOf(to['shape'])]
  if (ours.length === theirs.length)
    ours.forEach((size, i) => set(['shape', i], `${source}.shape[${i}]`, [String(size), String(theirs[i])], size))
  else
    set(
      ['shape'],
      `${source}.shape`,
      both('shape', (shape) => `[${numbers(shape)}]`),
      ours,
    )
  // that of a tensor in one piece follows from its shape
  if (!isInOnePiece(from) || !isInOnePiece(to))
    set(
      ['stride'],
      `${source}.stride()`,
      both('stride', (stride) => `[${numbers(stride)}]`),
      from['stride'],
    )
  if (from['storage_offset'] !== undefined && to['storage_offset'] !== undefined)
    set(['storage_offset'], `${source}.storage_offset()`, both('storage_offset', String), from['storage_offset'])
  set(
    ['requires_grad'],
    `${source}.requires_grad`,
    both('requires_grad', (is) => (is === true ? 'True' : 'False')),
    from['requires_grad'],
  )
  // another device or layout has other keys
  if (found.every((each) => each.path.at(-1) !== 'device' && each.path.at(-1) !== 'layout'))
    set(['dispatch_keys'], `${source}'s dispatch keys`, both('dispatch_keys', keysText), from['dispatch_keys'])
  return [...found, ...markDifferences(from, to, path, source)]
}

function markDifferences(from: JsonRecord, to: JsonRecord, path: JsonPath, source: string): readonly Difference[] {
  const [ours, theirs] = [recordOf(from['marks']) ?? {}, recordOf(to['marks']) ?? {}]
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].flatMap((mark): Difference[] => {
    const text = (marks: JsonRecord): string => (mark in marks ? `{${numbers(marks[mark])}}` : ABSENT)
    if (text(ours) === text(theirs)) return []
    const at = [...path, 'marks', mark]
    const value = ours[mark] as Json | undefined
    const isWhole = recordOf(to['marks']) === null
    return [
      {
        path: at,
        label: `${source}.${mark}`,
        from: text(ours),
        to: text(theirs),
        back: () =>
          value === undefined
            ? [{ path: at, remove: true }]
            : isWhole
              ? [{ path: [...path, 'marks'], value: { [mark]: value } }]
              : [{ path: at, value }],
      },
    ]
  })
}

function isInOnePiece(tensor: JsonRecord): boolean {
  return (
    Array.isArray(tensor['stride']) &&
    isContiguous(listOf(tensor['shape']).map(Number), listOf(tensor['stride']).map(Number))
  )
}

function keysText(json: unknown): string {
  const keys = recordOf(json)
  const text = keys?.['text']
  return typeof text === 'string' ? text.replace(/^DispatchKeySet\((.*)\)$/s, '$1') : String(keys?.['raw'])
}
