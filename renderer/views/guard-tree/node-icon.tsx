/** The icon of a node: its shape says the kind, its colour the family. */
import { Box, Braces, Equal, Grid3x3, KeyRound, Link2, Ruler, Shapes, ShieldCheck, SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Family, TreeNodeKind } from '../../../shared/tree'

const ICON = { size: 13, strokeWidth: 2, 'aria-hidden': true } as const

// Made once: a row that is drawn again keeps its icon as it is.
const OF_FAMILY: { readonly [K in Family]: ReactNode } = {
  none: <Box {...ICON} />,
  tensor: <Grid3x3 {...ICON} />,
  type: <Shapes {...ICON} />,
  value: <Equal {...ICON} />,
  state: <SlidersHorizontal {...ICON} />,
  shape: <Ruler {...ICON} />,
  relation: <Link2 {...ICON} />
}
const ROOT = <ShieldCheck {...ICON} />
const DICT = <Braces {...ICON} />
const PAIR = <KeyRound {...ICON} />

export function nodeIcon(kind: TreeNodeKind, family: Family): ReactNode {
  switch (kind) {
    case 'root':
      return ROOT
    case 'dict-manager':
      return DICT
    case 'pair':
      return PAIR
    case 'manager':
    case 'leaf':
    case 'relational':
    case 'epilogue':
      return OF_FAMILY[family]
  }
}
