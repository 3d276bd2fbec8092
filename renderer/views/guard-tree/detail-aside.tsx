/** The panel beside a tree, of its selected node: Escape leads back to the tree. */
import type { ReactNode } from 'react'
import { DETAIL_ID, focusTree } from '../../components/focus'

interface DetailAsideProps {
  readonly waiting: boolean
  readonly error: { readonly message: string } | null
  readonly children: ReactNode
}

export function DetailAside({ waiting, error, children }: DetailAsideProps) {
  return (
    <aside
      id={DETAIL_ID}
      className="detail"
      tabIndex={-1}
      aria-label="Selected node"
      aria-busy={waiting}
      onKeyDown={(event) => {
        if (event.key === 'Escape') focusTree()
      }}
    >
      {error !== null && <p className="detail-error">{error.message}</p>}
      {children}
    </aside>
  )
}
