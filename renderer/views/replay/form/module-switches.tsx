/** `training` of a module and of all below it at once. */
import type { JsonPath } from '../../../../shared/replay'
import { atPath, recordOf } from '../scenario-tree'
import { useForm } from './form-context'
import { type Row, spoken, trainingOf } from './rows'

export function ModuleSwitches({ row }: { readonly row: Row }) {
  const { tree, modules, change } = useForm()
  const paths = modules(row)
  if (paths.length < 2) return null
  const isOn = (path: JsonPath): boolean => trainingOf(recordOf(atPath(tree.root, path))) === true
  const training = paths.filter(isOn).length
  const setAll = (value: boolean): void =>
    change(
      ...paths
        .filter((path) => isOn(path) !== value)
        .map((path) => ({ path: [...path, 'attrs', 'training', 'value'], value })),
    )
  const name = spoken(row.source)
  return (
    <div className="module-switches" role="group" aria-label={`training of ${name} and all below it`}>
      <span>
        training in {training} of {paths.length}
      </span>
      <button
        type="button"
        className="chip"
        aria-label={`training on in ${name} and all below it`}
        disabled={training === paths.length}
        onClick={() => setAll(true)}
      >
        on in all
      </button>
      <button
        type="button"
        className="chip"
        aria-label={`training off in ${name} and all below it`}
        disabled={training === 0}
        onClick={() => setAll(false)}
      >
        off in all
      </button>
    </div>
  )
}
