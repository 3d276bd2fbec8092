/** How many errors and warnings the blob in front has: asked for once its tree is drawn and nothing else is to do. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { ListedFinding } from '../../../shared/findings'
import { useDocuments, useServices } from '../../components/services'
import { activeBlob, activeDocument } from '../../stores/documents'
import { countOf, countWords } from './summary'

/** What a person does first with a tree, its panel and a search, goes before. */
const QUIET_MS = 500
const LATEST_MS = 5000
const MOST = 99
const NONE: readonly ListedFinding[] = []

export interface Badge {
  readonly count: string
  /** `1 error, 2 warnings`. */
  readonly words: string
  readonly worst: 'error' | 'warning'
}

/** Null while it is not known, and where there is neither. */
export function useFindingsBadge(): Badge | null {
  const { findings } = useServices()
  const id = useDocuments((state) => activeDocument(state)?.id ?? '')
  const blob = useDocuments((state) => {
    const active = activeDocument(state)
    return active?.state.status === 'ready' ? active.state.blob : 0
  })
  const tree = useDocuments((state) => {
    const active = activeBlob(state)
    return active?.status === 'ready' ? active.tree : null
  })
  const store = findings(id, blob)
  useEffect(() => (tree === null ? undefined : whenIdle(() => void store.getState().look(tree))), [store, tree])
  const found = useStore(store, (state) => (tree === null ? NONE : (state.found?.findings ?? NONE)))
  const errors = countOf(found, 'error')
  const count = errors + countOf(found, 'warning')
  if (count === 0) return null
  return {
    count: count > MOST ? `${MOST}+` : String(count),
    words: countWords(found, ['error', 'warning']),
    worst: errors > 0 ? 'error' : 'warning',
  }
}

/** Runs it when the page has been quiet for a while; returns what calls it off. */
function whenIdle(run: () => void): () => void {
  let idle = 0
  const timer = window.setTimeout(() => {
    idle = window.requestIdleCallback(run, { timeout: LATEST_MS })
  }, QUIET_MS)
  return () => {
    window.clearTimeout(timer)
    window.cancelIdleCallback(idle)
  }
}
