/** The sizes that a guard is about: their symbols, the shape guards that lines of your code added, what became a number. */
import type { ShapeGuard, ShapeSymbol, Specialization, TracedShapes } from '../../../shared/trace'
import type { StackFrame } from '../../../shared/tree'
import { Section } from '../guard-tree/section'

/** One section for all code parts of a node: its symbols are the same in each. */
export function NodeShapes({ all }: { readonly all: readonly TracedShapes[] }) {
  const specialized = uniq(all.flatMap((one) => one.specialized))
  const symbols = uniq(all.flatMap((one) => one.symbols))
  const added = all.filter(({ guards, code }) => guards.length > 0 && code !== '')
  return (
    <>
      {specialized.length > 0 && (
        <Section title="Made one number">
          <ul className="node-shapes">
            {specialized.map((one, at) => (
              <li key={at}>
                <code>{madeOf(one)}</code>
                <Place frames={one.userStack} />
              </li>
            ))}
          </ul>
          <p className="shape-note">mark_dynamic fails there: the size has to stay a symbol.</p>
        </Section>
      )}
      {added.length > 0 && (
        <Section title="Shape guards added">
          <ul className="node-shapes">
            {added.map(({ code, guards, isExact }, at) => (
              <li key={at}>
                <code className="shape-of">{code}</code>
                {!isExact && <span className="shape-how">follows from what was added on its sizes</span>}
                <ul>
                  {guards.map((guard, i) => (
                    <Added key={i} guard={guard} />
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {symbols.length > 0 && <Symbols symbols={symbols} />}
    </>
  )
}

/** A symbol's guards are told under each code part that names it. */
function uniq<T>(all: readonly T[]): readonly T[] {
  const seen = new Map(all.map((one) => [JSON.stringify(one), one]))
  return [...seen.values()]
}

const madeOf = ({ symbol, sources, value }: Specialization): string => `${sources[0] ?? symbol} = ${value}`

function Added({ guard }: { readonly guard: ShapeGuard }) {
  const { expression, how, userStack } = guard
  return (
    <li>
      <code>{expression}</code>
      {how !== '' && how !== 'eval' && <span className="shape-how">{how}</span>}
      <Place frames={userStack} />
    </li>
  )
}

/** The line itself; what led to it is told on demand. */
function Place({ frames }: { readonly frames: readonly StackFrame[] }) {
  const [inner, ...outer] = [...frames].reverse()
  if (inner === undefined) return null
  if (outer.length === 0) return <Line frame={inner} />
  return (
    <details>
      <summary>
        <Line frame={inner} />
      </summary>
      {outer.map((frame, at) => (
        <Line key={at} frame={frame} />
      ))}
    </details>
  )
}

function Line({ frame: { file, line, function: name, code } }: { readonly frame: StackFrame }) {
  return (
    <span className="shape-line" title={`${file}:${line} in ${name}`}>
      <span className="compile-where">
        {file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)}:{line} in {name}
      </span>
      <span className="shape-code">{code}</span>
    </span>
  )
}

function Symbols({ symbols }: { readonly symbols: readonly ShapeSymbol[] }) {
  return (
    <Section title="Symbols">
      <table className="facts">
        <tbody>
          {symbols.map(({ symbol, source, hint, range }, at) => (
            <tr key={at}>
              <th scope="row">{symbol}</th>
              <td>
                {source}
                {hint === null ? '' : ` = ${hint}`}
                {range === '' ? '' : `, in ${range}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
