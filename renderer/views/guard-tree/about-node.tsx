/** What the selected node means: the help on its guard, its accessor and its manager, with pages of torch's documentation. */
import { ChevronRight, ExternalLink } from 'lucide-react'
import type { NodeDetail } from '../../../shared/tree'
import { useServices } from '../../components/services'
import { type About, aboutNode } from './about'

export function AboutNode({ detail }: { readonly detail: NodeDetail }) {
  const abouts = aboutNode(detail)
  if (abouts.length === 0) return null
  return (
    <section className="about">
      {abouts.map((about) => (
        <AboutPart key={about.of} about={about} />
      ))}
    </section>
  )
}

/** What was opened stays so from node to node. */
function AboutPart({ about }: { readonly about: About }) {
  const { api } = useServices()
  return (
    <details>
      <summary>
        <ChevronRight size={12} aria-hidden />
        <h3>About this {about.of}</h3>
      </summary>
      <dl>
        {about.rows.map(({ title, text }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="about-pages">
        {about.pages.map(({ title, url }) => (
          <button key={url} type="button" className="text-button" title={url} onClick={() => void api.openPage(url)}>
            {title} <ExternalLink size={12} aria-hidden />
          </button>
        ))}
      </p>
    </details>
  )
}
