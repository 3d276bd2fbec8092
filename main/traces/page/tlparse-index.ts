/** The index that tlparse wrote, with a link to the page, and to each compile on it; those of an earlier time go. */
import type { Trace } from '../../../shared/trace'
import { anchorsOf } from './anchors'
import { markup, type Markup } from './markup'

const BEGIN = '<!-- guardscope -->'
const END = '<!-- /guardscope -->'

/** `page`: its name in the folder of the index. */
export function linkedIndex(index: string, page: string, { compiles }: Pick<Trace, 'compiles'>): string {
  const href = encodeURIComponent(page)
  const head = markup`<p><a href="${href}">Why it recompiled</a> (Guardscope)</p>`
  const anchors = anchorsOf({ compiles })
  const byId = new Map<string, string>()
  compiles.forEach(({ id, reasons }, i) => {
    if (reasons.length > 0 && !byId.has(id)) byId.set(id, anchors[i] ?? '')
  })
  return without(index)
    .replace(/<body\b[^>]*>/i, (body) => body + marked(head))
    .replace(/<a id="\[([!\d/]+)\]">[^<]*<\/a>/g, (heading, id: string) => {
      const anchor = byId.get(id)
      return anchor === undefined
        ? heading
        : heading + marked(markup` <a href="${href}#${anchor}">why it recompiled</a>`)
    })
}

const marked = ({ text }: Markup): string => `${BEGIN}${text}${END}`

function without(index: string): string {
  return index
    .split(BEGIN)
    .map((part, i) => (i === 0 ? part : part.slice(part.indexOf(END) + END.length)))
    .join('')
}
