/** One node of the guard tree as a row of 24 pixels. */
import { memo } from 'react'
import type { CSSProperties } from 'react'
import { FAMILIES, NODE_KINDS } from '../../../shared/tree'
import type { OutcomeName } from '../../../shared/replay'
import type { TreeColumns } from '../../../shared/tree'
import { marked } from '../../components/marked'
import { hasChildren } from './flatten'
import { nodeIcon } from './node-icon'
import type { Pattern } from './search'
import { titleParts } from './title'

export const ROW_HEIGHT = 24

interface TreeRowProps {
  readonly tree: TreeColumns
  readonly node: number
  readonly collapsed: boolean
  readonly selected: boolean
  /** Shown only because something below matches the filter. */
  readonly dimmed: boolean
  readonly position: number
  readonly size: number
  readonly pattern: Pattern | null
  /** How it came out of the replay that is shown. */
  readonly outcome: OutcomeName | null
}

export const TreeRow = memo(function TreeRow({
  tree,
  node,
  collapsed,
  selected,
  dimmed,
  position,
  size,
  pattern,
  outcome,
}: TreeRowProps) {
  const depth = tree.depth[node] ?? 0
  const parent = hasChildren(tree, node)
  const { shared, own } = titleParts(tree, node)
  const text = tree.strings[tree.textId[node] ?? 0] ?? ''
  const tag = tree.strings[tree.tagId[node] ?? 0] ?? ''
  return (
    <div
      role="treeitem"
      id={rowId(node)}
      data-node={node}
      className={`row${selected ? ' selected' : ''}${dimmed ? ' dimmed' : ''}${outcome === null ? '' : ` ${outcomeClass(outcome)}`}`}
      style={{ '--depth': depth } as CSSProperties}
      aria-label={`${shared}${own} ${tag === own ? '' : tag} ${text}${outcome === null ? '' : `, ${outcome}`}`}
      aria-level={depth + 1}
      aria-posinset={position}
      aria-setsize={size}
      aria-selected={selected}
      aria-expanded={parent ? !collapsed : undefined}
    >
      <span className="indent" />
      <span className="twisty" data-twisty={parent ? '' : undefined} />
      <RowContent tree={tree} node={node} pattern={pattern} />
      {outcome !== null && (
        <span className={`outcome ${outcomeClass(outcome)}`} title={outcome} aria-hidden>
          {MARKS[outcome]}
        </span>
      )}
    </div>
  )
})

/** What a row says of its node: icon, source or class, tag, type or code. */
export function RowContent({
  tree,
  node,
  pattern,
}: {
  readonly tree: TreeColumns
  readonly node: number
  readonly pattern: Pattern | null
}) {
  const kind = NODE_KINDS[tree.kind[node] ?? 0] ?? 'manager'
  const family = FAMILIES[tree.family[node] ?? 0] ?? 'none'
  const { shared, own } = titleParts(tree, node)
  const text = tree.strings[tree.textId[node] ?? 0] ?? ''
  const tag = tree.strings[tree.tagId[node] ?? 0] ?? ''
  const guard = family !== 'none'
  const more = (tree.lines[node] ?? 1) - 1
  return (
    <>
      <span className={`node-icon ${family} ${kind}`}>{nodeIcon(kind, family)}</span>
      <span className={guard ? `guard-class ${family}` : 'source'} title={shared + own}>
        <span className="shared">{marked(shared, pattern)}</span>
        <span className="own">
          {pattern === null || shared === '' ? marked(own, pattern) : marksOfRest(shared, own, pattern)}
        </span>
      </span>
      {tag !== '' && tag !== own && <span className="tag">{marked(tag, pattern)}</span>}
      <span className={guard ? 'code' : 'type-name'} title={text}>
        {marked(text, pattern)}
      </span>
      {more > 0 && <span className="more">+{more}</span>}
    </>
  )
}

const MARKS: Readonly<Record<OutcomeName, string>> = { 'not reached': '·', passed: '✓', failed: '✗', unknown: '?' }

const outcomeClass = (outcome: OutcomeName): string => (outcome === 'not reached' ? 'unreached' : outcome)

export function rowId(node: number): string {
  return `node-${node}`
}

/** A match may begin in the shared part and end in the own one: marks what of it lies in the own part. */
function marksOfRest(shared: string, own: string, pattern: Pattern) {
  return marked(own, {
    ranges: () =>
      pattern
        .ranges(shared + own)
        .filter(([, end]) => end > shared.length)
        .map(([start, end]) => [Math.max(0, start - shared.length), end - shared.length] as const),
  })
}
