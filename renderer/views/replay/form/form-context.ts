/** What every row of the form works with: the scenario read, what a change goes to, and which rows are open. */
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { JsonPath, ScenarioChange } from '../../../../shared/replay'
import type { ScenarioTree } from '../scenario-tree'
import type { Level, Row } from './rows'

/** What was opened or closed, by key; the rest is as it is at first. */
export type OpenRows = StoreApi<ReadonlyMap<string, boolean>>

export interface FormTools {
  readonly tree: ScenarioTree
  readonly change: (...changes: readonly ScenarioChange[]) => void
  /** What a row opens to; read once for a scenario. */
  readonly level: (row: Row) => Level
  /** The modules from a row down; read once for a scenario. */
  readonly modules: (row: Row) => readonly JsonPath[]
  readonly openRows: OpenRows
}

export const FormContext = createContext<FormTools | null>(null)

export function useForm(): FormTools {
  const tools = useContext(FormContext)
  if (tools === null) throw new Error('a row outside a form')
  return tools
}

export const createOpenRows = (): OpenRows => createStore<ReadonlyMap<string, boolean>>(() => new Map())

/** Whether a row is open, and what opens and closes it: no other row is drawn anew. */
export function useOpen(key: string, otherwise: boolean): readonly [open: boolean, toggle: () => void] {
  const { openRows } = useForm()
  const open = useStore(openRows, (state) => state.get(key) ?? otherwise)
  return [open, () => openRows.setState((state) => new Map(state).set(key, !open), true)]
}
