/** The guard of the blob behind a node. */
import type { GuardInfo } from '../../../shared/tree'
import { CopyButton } from '../../components/copy-button'
import { Section } from './section'

export function GuardDetail({ guard }: { readonly guard: GuardInfo }) {
  const types = guard.guardTypes.filter((type) => type !== guard.createFn)
  return (
    <Section
      title="Guard"
      action={guard.codeList.length > 0 && <CopyButton text={guard.codeList.join('\n')} what="the code parts" />}
    >
      <table className="facts">
        <tbody>
          <tr>
            <th scope="row">create_fn</th>
            <td>{guard.createFn}</td>
          </tr>
          {guard.name !== '' && (
            <tr>
              <th scope="row">name</th>
              <td>{guard.name}</td>
            </tr>
          )}
          {types.length > 0 && (
            <tr>
              <th scope="row">guard_types</th>
              <td>{types.join(', ')}</td>
            </tr>
          )}
        </tbody>
      </table>
      {guard.codeList.length > 0 && (
        <ol className="code-parts" aria-label="Code parts">
          {guard.codeList.map((part, at) => (
            <li key={at}>{part}</li>
          ))}
        </ol>
      )}
    </Section>
  )
}
