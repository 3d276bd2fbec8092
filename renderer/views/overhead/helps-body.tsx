/** Measures what would help when it is looked at, and leads from a filter to its guards. */
import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { GuardFilterName } from '../../../shared/edit'
import type { Saving } from '../../../shared/overhead'
import { FailedLine } from '../../components/failed-line'
import { focusSelect } from '../../components/focus'
import { useServices } from '../../components/services'
import type { TreeStore } from '../guard-tree/tree-store'
import { Helps } from './helps'
import { Measuring } from './measuring'
import { areSame } from '../../stores/same'
import type { Call, OverheadStore } from './overhead-store'

export interface HelpsBodyProps {
  readonly store: OverheadStore
  readonly treeStore: TreeStore
  readonly document: string
  readonly blob: number
  /** What the call and the blob come from. */
  readonly of: readonly unknown[]
  readonly call: Call
}

export function HelpsBody({ store, document, blob, of, call, treeStore }: HelpsBodyProps) {
  const services = useServices()
  const { savings, asking, error } = useStore(store)
  const scenarios = useStore(services.replay(document, blob), (state) => state.scenarios)
  const own = useStore(services.select(document, blob), (state) =>
    state.open ? (state.selection?.where ?? null) : null,
  )
  const texts = useMemo(() => scenarios.flatMap((one) => (one.own ? [] : [one.text])), [scenarios])
  const asked = [...of, texts.join('\u0000'), JSON.stringify(own)]
  const isThere = areSame(savings?.of, asked)
  useEffect(() => {
    if (asking === null && error === null && !isThere) void store.getState().measureSavings(asked, call, texts, own)
  })
  if (error !== null)
    return <FailedLine error={error} words="Measure again" onAgain={() => store.getState().setBody('helps')} />
  if (savings === null || !isThere) return <Measuring store={store} />
  const choose = ({ name }: Saving): void => {
    const select = services.select(document, blob).getState()
    services.settings.getState().setView('tree')
    select.start(treeStore.getState())
    select.choose(name as GuardFilterName)
    focusSelect()
  }
  return <Helps savings={savings.value} scenarios={texts.length + 1} onChoose={choose} />
}
