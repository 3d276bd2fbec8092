/** Reads the text torch prints for a guard tree back into columns and details, so that tests can show real trees. */
import type { Family, NodeDetail, TreeColumns } from '../../shared/tree'
import { columnsOf } from './columns'
import type { Row } from './columns'

export interface PrintedTree {
  readonly columns: TreeColumns
  readonly details: readonly NodeDetail[]
}

const FAMILY_OF = new Map<string, Family>([
  ['TENSOR_MATCH', 'tensor'],
  ['TYPE_MATCH', 'type'],
  ['ID_MATCH', 'type'],
  ['GLOBAL_STATE', 'state'],
  ['TORCH_FUNCTION_MODE_STACK', 'state'],
  ['DEFAULT_DEVICE', 'state'],
  ['LAMBDA_GUARD', 'state'],
  ['DIMENSION_DYNAMIC_MARKING_GUARD', 'shape'],
  ['NO_TENSOR_ALIASING', 'relation'],
])

/** `text` is `loaded_tree` of a fixture's sidecar. */
export function readPrintedTree(text: string): PrintedTree {
  const rows: Row[] = []
  const printed: string[][] = []
  for (const line of text.split('\n')) {
    const found = /^((?:\| )*)\+- (.*)$/.exec(line)
    if (found === null) continue
    const prefix = (found[1] ?? '').length / 2
    const body = found[2] ?? ''
    const row = readLine(prefix, body)
    const last = rows[rows.length - 1]
    if (last !== undefined && row.family === 'shape' && last.title === row.title && last.depth === row.depth) {
      rows[rows.length - 1] = { ...last, lines: last.lines + 1 }
      printed[printed.length - 1]?.push(body)
      continue
    }
    rows.push(rows.length > 0 && prefix === 0 ? { ...row, kind: 'epilogue', depth: 1 } : row)
    printed.push([body])
  }
  const columns = columnsOf(rows)
  return { columns, details: rows.map((row, node) => detailOf(columns, row, node, printed[node] ?? [])) }
}

function readLine(depth: number, body: string): Row {
  const empty = { depth, text: '', tag: '', base: '', file: '', lines: 1 }
  const manager =
    /^(?:(Key|Value)Manager: )?(\w*GuardManager): source=(.*?)(?:, accessed_by=(.*?))?, type=(<class '.*?'>|.*?), tag_safe/.exec(
      body,
    )
  if (manager !== null) {
    const title = manager[3] ?? ''
    const tag = manager[1] ?? (manager[4] ?? '').split('(')[0]?.replace('GuardAccessor', '') ?? ''
    const text = (manager[5] ?? '').replace(/^<class '|'>$/g, '')
    return {
      ...empty,
      kind: manager[2] === 'DictGuardManager' ? 'dict-manager' : 'manager',
      family: 'none',
      title,
      text,
      tag,
      base: baseOf(title),
    }
  }
  if (body.startsWith('RootGuardManager')) return { ...empty, kind: 'root', family: 'none', title: 'RootGuardManager' }
  if (body.startsWith('KeyValueManager'))
    return {
      ...empty,
      kind: 'pair',
      family: 'none',
      title: 'KeyValueManager',
      text: body.slice('KeyValueManager '.length),
    }
  const title = /^\w+/.exec(body)?.[0] ?? body
  const [code = '', ...user] = body.slice(title.length + 2).split('  # ')
  const file = /^(.*):\d+ in /.exec(user[user.length - 1] ?? '')?.[1] ?? ''
  const kind = title === 'NO_TENSOR_ALIASING' || title === 'OBJECT_ALIASING' ? 'relational' : 'leaf'
  return {
    ...empty,
    kind,
    family: FAMILY_OF.get(title) ?? 'value',
    title,
    text: code.trim(),
    tag: title,
    base: baseOf(code),
    file,
  }
}

function baseOf(source: string): string {
  return /L\['[^']*'\]|\bG\b/.exec(source)?.[0] ?? ''
}

function detailOf(tree: TreeColumns, row: Row, node: number, printed: readonly string[]): NodeDetail {
  const parent = tree.strings[tree.titleId[tree.parent[node] ?? 0] ?? 0] ?? ''
  const user = /  # (.*?)  # (.*):(\d+) in (\S+)/.exec(printed[0] ?? '')
  const sizes = /size=(\[.*?\]), stride=(\[.*?\])/.exec(row.text)
  const guard = row.family !== 'none'
  return {
    node,
    kind: row.kind,
    family: row.family,
    className:
      guard || row.kind === 'root' ? row.title : row.kind === 'dict-manager' ? 'DictGuardManager' : 'GuardManager',
    source: guard ? parent : row.title,
    sourceClasses: guard ? [] : ['LocalSource', 'AttrSource', 'DictGetItemSource'],
    accessor: /accessed_by=(.*?), type=/.exec(printed[0] ?? '')?.[1] ?? null,
    type: guard || row.text === '' ? null : `<class '${row.text}'>`,
    expected:
      sizes === null
        ? []
        : [
            { name: 'size', value: sizes[1] ?? '' },
            { name: 'stride', value: sizes[2] ?? '' },
          ],
    printed,
    guard: guard
      ? {
          name: parent,
          createFn: row.title,
          guardTypes: [row.title],
          codeList: printed.map(
            (line) =>
              line
                .slice(row.title.length + 2)
                .split('  # ')[0]
                ?.trim() ?? '',
          ),
          userStack:
            user === null
              ? []
              : [{ file: user[2] ?? '', line: Number(user[3]), function: user[4] ?? '', code: user[1] ?? '' }],
          range: { start: 1000 + node * 40, end: 1020 + node * 40 },
        }
      : null,
    valueRange: null,
    valueText: null,
  }
}
