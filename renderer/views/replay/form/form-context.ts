/** What every row of the form works with: the scenario read, what a change goes to, and which rows are open. */
import { createContext, useContext } from 'react'
import type { ScenarioChange } from '../../../../shared/replay'
import type { ScenarioTree } from '../scenario-tree'

export interface FormTools {
  readonly tree: ScenarioTree
  readonly change: (...changes: readonly ScenarioChange[]) => void
  readonly isOpen: (key: string, otherwise: boolean) => boolean
  readonly setOpen: (key: string, open: boolean) => void
}

export const FormContext = createContext<FormTools | null>(null)

export function useForm(): FormTools {
  const tools = useContext(FormContext)
  if (tools === null) throw new Error('a row outside a form')
  return tools
}
