/** The icon of a node: its shape says the kind, its colour the family. */
import type { ReactNode } from 'react'
import type { Family, TreeNodeKind } from '../../../shared/tree'

// Shapes of lucide's icons, each joined into one path: a row is drawn many times a second while scrolling, and every
// element of it counts. Made once, so that a row that is drawn again keeps its icon as it is.
const BOX = icon(
  'M21 8a2 2 0 0 0-1-1.73l-7-4a2 2 0 0 0-2 0l-7 4A2 2 0 0 0 3 8v8a2 2 0 0 0 1 1.73l7 4a2 2 0 0 0 2 0l7-4A2 2 0 0 0 21 16ZM3.3 7l8.7 5 8.7-5M12 22V12',
)
const BRACES = icon(
  'M8 3H7a2 2 0 0 0-2 2v5a2 2 0 0 1-2 2 2 2 0 0 1 2 2v5c0 1.1.9 2 2 2h1M16 21h1a2 2 0 0 0 2-2v-5c0-1.1.9-2 2-2a2 2 0 0 1-2-2V5a2 2 0 0 0-2-2h-1',
)
const KEY = icon(
  'M2.586 17.414A2 2 0 0 0 2 18.828V21a1 1 0 0 0 1 1h3a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h1a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h.172a2 2 0 0 0 1.414-.586l.814-.814a6.5 6.5 0 1 0-4-4zM16.5 7.5h.01',
)
const SHIELD = icon(
  'M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1zM9 12l2 2 4-4',
)
const OF_FAMILY: { readonly [K in Family]: ReactNode } = {
  none: BOX,
  tensor: icon('M5 3h14a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2ZM3 9h18M3 15h18M9 3v18M15 3v18'),
  type: icon(
    'M8.3 10a.7.7 0 0 1-.626-1.079L11.4 3a.7.7 0 0 1 1.198-.043L16.3 8.9a.7.7 0 0 1-.572 1.1ZM4 14h5a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-5a1 1 0 0 1 1-1ZM21 17.5a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0Z',
  ),
  value: icon('M5 9h14M5 15h14'),
  state: icon('M10 5H3M12 19H3M14 3v4M16 17v4M21 12h-9M21 19h-5M21 5h-7M8 10v4M8 12H3'),
  shape: icon(
    'M21.3 15.3a2.4 2.4 0 0 1 0 3.4l-2.6 2.6a2.4 2.4 0 0 1-3.4 0L2.7 8.7a2.41 2.41 0 0 1 0-3.4l2.6-2.6a2.41 2.41 0 0 1 3.4 0ZM14.5 12.5l2-2M11.5 9.5l2-2M8.5 6.5l2-2M17.5 15.5l2-2',
  ),
  relation: icon('M9 17H7A5 5 0 0 1 7 7h2M15 7h2a5 5 0 1 1 0 10h-2M8 12h8'),
}

/** An `svg` element in the colour of its surroundings' `node-icon` class. */
export function nodeIcon(kind: TreeNodeKind, family: Family): ReactNode {
  switch (kind) {
    case 'root':
      return SHIELD
    case 'dict-manager':
      return BRACES
    case 'pair':
      return KEY
    case 'manager':
    case 'leaf':
    case 'relational':
    case 'epilogue':
      return OF_FAMILY[family]
  }
}

function icon(path: string): ReactNode {
  return (
    <svg width="13" height="13" viewBox="0 0 24 24" aria-hidden>
      <path d={path} />
    </svg>
  )
}
