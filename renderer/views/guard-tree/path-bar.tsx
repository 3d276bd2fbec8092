/** The path from the root to the selected node; each step can be gone to. */
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { focusTree } from '../../components/focus'
import { pathTo } from './flatten'
import { titleParts } from './title'
import type { TreeStore } from './tree-store'

export function PathBar({ store }: { readonly store: TreeStore }) {
  const { tree, selected, select } = useStore(store)
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (list.current !== null) list.current.scrollLeft = list.current.scrollWidth
  }, [selected])
  const path = pathTo(tree, selected)
  return (
    <nav className="path" aria-label="Path of the selected node">
      <ol ref={list}>
        {path.map((node, at) => {
          const last = at === path.length - 1
          return (
            <li key={node}>
              {at > 0 && <ChevronRight size={12} aria-hidden />}
              <button
                type="button"
                aria-current={last ? 'true' : undefined}
                title={tree.strings[tree.titleId[node] ?? 0]}
                onClick={() => {
                  select(node)
                  focusTree()
                }}
              >
                {at === 0 ? 'Root' : titleParts(tree, node).own}
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
