/** Text of a file as HTML: no mark-up of its own, and what is hidden in it is shown. */
import { escapeOf, replaceHidden, visible, visibleLines } from '../../shared/visible'

const MARKUP: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

const marked = (text: string): string => text.replace(/[&<>"']/g, (character) => MARKUP.get(character) ?? '')

/** For an element: escapes stand apart from the same characters written out. */
export function html(text: string): string {
  return replaceHidden(marked(text), (character) => `<span class=esc>${escapeOf(character)}</span>`)
}

/** For an attribute in double quotes, and for the text of a title: no element can stand there. */
export function attribute(text: string): string {
  return marked(visible(text))
}

/** For either, and of several lines. */
export function anywhere(text: string): string {
  return marked(visibleLines(text))
}
