/** What a guard wants against what came, part by part. */
import type { ExplainedRow } from '../../shared/replay'

export function ExplainedTable({ rows }: { readonly rows: readonly ExplainedRow[] }) {
  // expressions need room, and have no name
  const named = rows.some(({ name }) => name !== EXPRESSION)
  // a failing row first among many: what holds is of less interest
  const sorted = rows.length > 8 ? [...rows].sort((a, b) => rank(a) - rank(b)) : rows
  return (
    <table className="explained">
      <thead>
        <tr>
          {named && <th scope="col">part</th>}
          <th scope="col">guard</th>
          <th scope="col">this call</th>
          <th scope="col" className="mark-column">
            <span className="unseen">same</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ name, expected, actual, same }, i) => (
          <tr key={i} className={same === false ? 'differs' : ''}>
            {named && <th scope="row">{name}</th>}
            <td>{expected}</td>
            <td>{actual}</td>
            <td className="mark-column">
              <Mark same={same} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The name of a row that is an expression (expected-rows.ts). */
const EXPRESSION = 'holds'

const rank = ({ same }: ExplainedRow): number => (same === false ? 0 : same === null ? 1 : 2)

/** Not by colour alone: each has a shape of its own. */
function Mark({ same }: { readonly same: boolean | null }) {
  const [sign, tone, words] =
    same === null
      ? (['?', 'unknown', 'not known'] as const)
      : same
        ? (['✓', 'passed', 'same'] as const)
        : (['✗', 'failed', 'differs'] as const)
  return (
    <span className={`outcome ${tone}`} role="img" aria-label={words}>
      {sign}
    </span>
  )
}
