/** The processes on a GPU, the largest first. */
import type { GpuProcess, Reading } from '../../../shared/device'
import { ReadingText } from './reading-text'
import { memorySize } from './words'

export function ProcessTable({ processes }: { readonly processes: Reading<readonly GpuProcess[]> }) {
  if (processes.value === null) return <p className="gpu-quiet">Not told: {processes.why}</p>
  if (processes.value.length === 0) return <p className="gpu-quiet">None.</p>
  return (
    // a list that scrolls is to be reached by keys
    <div className="process-table" tabIndex={0} role="group" aria-label="Processes on this GPU">
      <table>
        <thead>
          <tr>
            <th scope="col" className="number">
              Pid
            </th>
            <th scope="col">Program</th>
            <th scope="col">Kind</th>
            <th scope="col" className="number">
              Memory
            </th>
          </tr>
        </thead>
        <tbody>
          {processes.value.map(({ pid, name, memory, kind }) => (
            <tr key={pid}>
              <td className="number">{pid}</td>
              <td className="program" title={name.value ?? undefined}>
                <ReadingText of={name} show={(text) => text} />
              </td>
              <td>{kind === 'both' ? 'compute, graphics' : kind}</td>
              <td className="number">
                <ReadingText of={memory} show={memorySize} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
