/** `explain [NAME]`: what a guard, an accessor or a create_fn means, why it is there and how to get by without it. */
import { ACCESSOR_HELP, CREATE_FN_HELP, LEAF_HELP, MANAGER_HELP, helpRows } from '../../shared/help'
import type { Help } from '../../shared/help/help'
import { PAGES_OF_HELP } from '../../shared/help/pages'
import { type Command, CommandError, DONE } from './command'
import { write, writeJson } from './output'

const MAPS: ReadonlyMap<Help['kind'], ReadonlyMap<string, Help>> = new Map<Help['kind'], ReadonlyMap<string, Help>>([
  ['create_fn', CREATE_FN_HELP],
  ['leaf', LEAF_HELP],
  ['accessor', ACCESSOR_HELP],
  ['manager', MANAGER_HELP],
])

/** How each kind is headed where all are listed, and where one is told. */
const HEADS: Readonly<Record<Help['kind'], { readonly many: string; readonly one: string }>> = {
  create_fn: { many: 'create_fn: why torch guards', one: 'a create_fn of GuardBuilder' },
  leaf: { many: 'guards: what is checked', one: 'a leaf guard' },
  accessor: { many: 'accessors: the way to a value', one: 'an accessor' },
  manager: { many: 'managers', one: 'a manager' },
}

export const explain: Command = {
  operands: [],
  optional: ['NAME'],
  options: {},
  run({ operands, json }) {
    const [name] = operands
    const found = name === undefined ? [...MAPS.values()].flatMap((map) => [...map.values()]) : named(name)
    if (json) writeJson({ help: found.map(asJson) })
    else write(name === undefined ? listText() : found.map(text).join('\n'))
    return DONE
  },
}

/** As torch prints it, or as `tree` does: case and what stands behind the name do not matter. */
function named(name: string): readonly Help[] {
  const wanted = (/^\w+/.exec(name.trim())?.[0] ?? '').toLowerCase()
  const all = [...MAPS.values()].flatMap((map) => [...map.values()])
  const found = all.filter((help) => help.name.toLowerCase() === wanted)
  if (found.length > 0) return found
  const near = [...new Set(all.map((help) => help.name))].filter((one) => one.toLowerCase().includes(wanted))
  const hint = wanted === '' || near.length === 0 ? 'see guardscope explain' : `did you mean ${near.join(', ')}?`
  throw new CommandError(`no guard, accessor or create_fn is named ${JSON.stringify(name)}: ${hint}`)
}

function text(help: Help): string {
  const rows = helpRows(help)
  const width = Math.max(...rows.map(({ title }) => title.length), 'Makes'.length) + 2
  const line = (title: string, words: string): string => `  ${title.padEnd(width)}${folded(words, width + 2)}`
  const makes = help.kind === 'create_fn' && help.makes.length > 0 ? [line('Makes', help.makes.join(', '))] : []
  return [
    `${help.name}  (${HEADS[help.kind].one}${help.kind === 'create_fn' ? versions(help.torch) : ''})`,
    ...rows.map((row) => line(row.title, row.text)),
    ...makes,
    ...help.see.map((page) => `  ${'See'.padEnd(width)}${PAGES_OF_HELP[page].url}`),
    '',
  ].join('\n')
}

function versions([since, until]: readonly [string, string | null]): string {
  if (until !== null) return `, up to torch ${until}`
  return since === '2.8' ? '' : `, since torch ${since}`
}

/** Words in lines of at most 100 characters, those after the first moved in. */
function folded(words: string, indent: number): string {
  const lines: string[] = []
  let line = ''
  for (const word of words.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > 100) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`)
}

function listText(): string {
  const parts = [...MAPS].map(([kind, map]) => {
    const width = Math.max(...[...map.keys()].map((name) => name.length))
    const rows = [...map.values()].map((help) => `  ${help.name.padEnd(width)}  ${helpRows(help)[0]?.text ?? ''}`)
    return [HEADS[kind].many, ...rows, ''].join('\n')
  })
  return [...parts, 'guardscope explain NAME tells one of them.', ''].join('\n')
}

function asJson(help: Help): unknown {
  const { kind, name } = help
  return {
    kind,
    name,
    ...(help.kind === 'create_fn'
      ? { torch: { since: help.torch[0], until: help.torch[1] }, makes: help.makes, saved: help.saved }
      : {}),
    ...(help.kind === 'leaf' || help.kind === 'accessor' ? { cost: help.cost } : {}),
    rows: helpRows(help),
    see: help.see.map((page) => PAGES_OF_HELP[page]),
  }
}
