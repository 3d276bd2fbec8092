/** The samples, each with what it teaches, and the tour. */
import { Box, Compass, Layers, Ruler, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { toast } from '../components/toast'
import { SAMPLES, type SampleId } from '../../shared/samples'
import { useServices } from '../components/services'
import type { Services } from '../components/services'

const ICONS: { readonly [S in SampleId]: ReactNode } = {
  mlp: <Box size={18} aria-hidden />,
  'dynamic-shape': <Ruler size={18} aria-hidden />,
  'compiled-twice': <Layers size={18} aria-hidden />,
  refused: <TriangleAlert size={18} aria-hidden />,
}

export function SampleList() {
  const services = useServices()
  return (
    <section aria-label="Samples">
      <h3>Samples</h3>
      <ul className="start-cards samples">
        <li className="wide">
          <button type="button" className="start-card tour" onClick={() => void services.tour.getState().start()}>
            <Compass size={18} aria-hidden />
            <span className="card-title">Take the tour</span>
            <span className="card-text">Five minutes: from a call that fails to a blob that lets it pass</span>
          </button>
        </li>
        {SAMPLES.map(({ id, title, teaches }) => (
          <li key={id}>
            <button type="button" className="start-card" onClick={() => void openSample(services, id)}>
              {ICONS[id]}
              <span className="card-title">{title}</span>
              <span className="card-text">{teaches}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Opens a copy of a sample. */
export async function openSample({ api, documents }: Pick<Services, 'api' | 'documents'>, id: SampleId): Promise<void> {
  const reply = await api.openSample(id)
  if (reply.ok) await documents.getState().openPaths([reply.value])
  else toast.error(reply.error.message, { duration: 8000 })
}
