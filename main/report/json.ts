/** A report as JSON: a row of a table in a line, so that two reports differ line by line. */
import type { Report } from './model'
import { visibleJson } from '../../shared/visible'

/** No character in it acts upon a terminal or an editor; the values are the same. */
export function reportJson(report: Report): string {
  return `${visibleJson(laidOut(report, ''))}\n`
}

/** Lists whose items have tables of their own. */
const OPEN = new Set(['blobs', 'pairs', 'functions'])

function laidOut(value: object, indent: string): string {
  const inner = `${indent} `
  const entries = Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([key, of]) => {
    if (of === undefined) return []
    return [`${inner}${JSON.stringify(key)}: ${valueText(key, of, inner)}`]
  })
  return `{\n${entries.join(',\n')}\n${indent}}`
}

function valueText(key: string, value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    const items = value.map((item: unknown) =>
      OPEN.has(key) && typeof item === 'object' && item !== null ? laidOut(item, `${indent} `) : JSON.stringify(item),
    )
    return `[\n${items.map((item) => `${indent} ${item}`).join(',\n')}\n${indent}]`
  }
  return typeof value === 'object' && value !== null ? laidOut(value, indent) : JSON.stringify(value)
}
