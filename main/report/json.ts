/** A report as JSON: the same values, and no character in it that a terminal or an editor would act upon. */
import type { Report } from './model'
import { replaceHidden } from './visible'

export function reportJson(report: Report): string {
  // what stands outside of strings is ASCII, so that an escape is one within a string
  return `${replaceHidden(JSON.stringify(report, null, 1), (character) => (character === '\n' ? character : units(character)))}\n`
}

function units(character: string): string {
  return Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')
}
