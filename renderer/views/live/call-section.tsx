/** The call that a compile was made for: its values, a line each. */
import { useMemo } from 'react'
import { CopyButton } from '../../components/copy-button'
import { grouped } from '../../components/format'
import { readTree, scopeParts, valueOf } from '../replay/scenario-tree'
import { describe, literalOf } from '../replay/value-text'
import type { Compile } from './live-session'

const MOST = 500

export function CallSection({ compile: { call, captured, tree } }: { readonly compile: Compile }) {
  const values = useMemo(() => (call === null ? [] : valuesOf(call)), [call])
  if (call === null) {
    const words =
      captured === null
        ? 'torch is saving it…'
        : tree === null && captured.files.scenarios !== null
          ? `It was let go for those that came later. It is in ${captured.files.scenarios}.`
          : 'The values of the call could not be described.'
    return <p className="quiet-line">{words}</p>
  }
  return (
    <div className="live-about" tabIndex={0} role="group" aria-label="The call of this compile">
      <table className="live-dropped live-call">
        <thead>
          <tr>
            <th scope="col">source</th>
            <th scope="col">value</th>
          </tr>
        </thead>
        <tbody>
          {values.slice(0, MOST).map(({ source, text }) => (
            <tr key={source}>
              <th scope="row">{source}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {values.length > MOST && <p className="live-quiet">and {grouped(values.length - MOST)} more</p>}
      <p className="live-compare">
        Replay has all of it once the compile is open. <CopyButton text={call} what="the scenario" />
      </p>
    </div>
  )
}

function valuesOf(call: string): readonly { readonly source: string; readonly text: string }[] {
  const tree = readTree(call)
  if (tree === null) return []
  const parts = [...scopeParts(tree.root, 'f_locals'), ...scopeParts(tree.root, 'f_globals')]
  return parts.map(({ source, json }) => {
    const value = valueOf(tree, json)
    const literal = literalOf(value)
    return { source, text: literal.startsWith('<') ? describe(value) : literal }
  })
}
