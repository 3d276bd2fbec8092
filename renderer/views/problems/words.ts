/** Problems in words. */
import type { ProblemReport, WrittenProblem } from '../../../shared/problems'
import { plural } from '../../components/format'

const SOURCE: Readonly<Record<WrittenProblem['source'], string>> = {
  main: 'the app',
  page: 'the window',
  thread: 'a thread that reads files',
  python: 'a live process',
  electron: 'a process of Electron',
}

const KIND: Readonly<Record<WrittenProblem['kind'], (name: string) => string>> = {
  uncaught: (name) => `${name} that nobody caught`,
  rejected: (name) => `${name} that nobody caught`,
  view: (name) => `${name} in a view, which stopped`,
  ended: (name) => `ended: ${name}`,
  hung: () => 'did not answer',
  fault: () => 'told of a fault',
}

/** `TypeError that nobody caught, in the window`. */
export function titleOf({ source, kind, name, code }: WrittenProblem): string {
  const what = KIND[kind](code === null ? name : `${name} (${code})`)
  const where = SOURCE[source]
  return kind === 'uncaught' || kind === 'rejected' || kind === 'view'
    ? `${what}, in ${where}`
    : `${where.charAt(0).toUpperCase()}${where.slice(1)} ${what}`
}

export const whenOf = ({ time }: WrittenProblem): string => {
  const date = new Date(time)
  return Number.isNaN(date.getTime())
    ? time
    : date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
}

/** All of it as a text to pass on. */
export function reportText({ problems, dumps }: ProblemReport): string {
  const texts = problems.map((problem) =>
    [
      `${problem.time} Guardscope ${problem.version}: ${titleOf(problem)}`,
      ...(problem.message === null ? [] : [`  ${problem.message}`]),
      ...problem.frames.map((frame) => `    at ${frame}`),
    ].join('\n'),
  )
  return [...texts, ...(dumps.count === 0 ? [] : [plural(dumps.count, 'crash dump')]), ''].join('\n')
}
