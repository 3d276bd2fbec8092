/** The locals, or the globals, of the call: all, or those whose source holds what is looked for. */
import { FormGroup } from './form-group'
import { AddName } from './add-row'
import { useForm } from './form-context'
import { Level } from './level'
import { findRows, scopeRows, STEP } from './rows'
import type { Scope } from '../scenario-tree'

interface ScopeGroupProps {
  readonly scope: Scope
  readonly sought: string
}

export function ScopeGroup({ scope, sought }: ScopeGroupProps) {
  const { tree } = useForm()
  const [title, what] = scope === 'f_locals' ? (['Locals', 'local'] as const) : (['Globals', 'global'] as const)
  const isSaid = tree.root[scope] !== undefined
  if (sought !== '') {
    const found = findRows(tree, scope, sought)
    return (
      <FormGroup title={title} count={Math.min(found.length, STEP)} open>
        <Level id={`${scope} found`} rows={found.slice(0, STEP)} label={`${title} found`} whole />
        {found.length === 0 && <p className="quiet-line">None has that in its source.</p>}
        {found.length > STEP && <p className="quiet-line">There are more: look for a longer part of a source.</p>}
      </FormGroup>
    )
  }
  const rows = scopeRows(tree, scope)
  return (
    <FormGroup title={title} count={rows.length} open={scope === 'f_locals'}>
      <Level id={scope} rows={rows} label={title} />
      {rows.length === 0 && <p className="quiet-line">{isSaid ? `The call has no ${what}.` : 'Not said.'}</p>}
      <AddName path={[scope]} names={rows.map(({ name }) => name)} what={what} />
    </FormGroup>
  )
}
