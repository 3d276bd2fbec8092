/** Takes the folders of file names out of a report: wherever one of the names stands, in any text of it. */
import type { Report } from './model'

/** File names with their folders, and what stands in their place. */
export class FileNames {
  private readonly short = new Map<string, string>()

  /** `short`: the name alone where it is left out. */
  add(file: string, short: string = nameOf(file)): void {
    if (file !== short && short !== '') this.short.set(file, short)
  }

  /** The report with the short names; longer ones first, as one may stand in another. */
  without(report: Report): Report {
    const names = [...this.short.keys()].sort((a, b) => b.length - a.length)
    if (names.length === 0) return report
    const any = new RegExp(names.map(quoted).join('|'), 'g')
    const shorten = (value: unknown): unknown => {
      if (typeof value === 'string') return value.replace(any, (name) => this.short.get(name) ?? name)
      if (Array.isArray(value)) return value.map(shorten)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, shorten(of)]))
    }
    return shorten(report) as Report
  }
}

/** What is behind the last separator. */
export function nameOf(file: string): string {
  return /[^\\/]+[\\/]*$/.exec(file)?.[0] ?? file
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
