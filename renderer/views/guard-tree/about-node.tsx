/** What the selected node means: the help on its guard, its accessor and its manager, with pages of torch's documentation. */
import { ChevronRight, ExternalLink } from 'lucide-react'
import { Fragment } from 'react'
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

/** Long names of torch may break behind a dot or an underscore, and nowhere else. */
function Words({ text }: { readonly text: string }) {
  const pieces = text.split(/(?<=[._])(?=\w)/)
  return pieces.map((piece, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {piece}
    </Fragment>
  ))
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
            <dd>
              <Words text={text} />
            </dd>
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
