/** Differences as lines in groups, for the terminal. */
import type { Difference } from '../../shared/diff'
import { isCertain } from '../diff/compare'
import { wordsOf } from '../diff/words'
import type { NamedRecompilation } from './diff'

interface Compared {
  /** Names the two blobs where there are several. */
  readonly title: string | null
  readonly differences: readonly Difference[]
}

const GROUPS: readonly { readonly title: string; readonly has: (difference: Difference) => boolean }[] = [
  { title: 'state', has: ({ kind }) => kind === 'state' },
  { title: 'removed', has: ({ kind }) => kind === 'removed' },
  { title: 'added', has: ({ kind }) => kind === 'added' },
  { title: 'changed', has: ({ kind }) => kind === 'changed' },
  { title: 'shape expressions and relations', has: ({ kind }) => kind === 'expression' || kind === 'relation' },
  { title: 'managers', has: ({ kind }) => kind === 'manager' },
  { title: 'not known: a file does not hold what these want', has: ({ kind }) => kind === 'unknown' },
  { title: 'text only', has: ({ kind }) => kind === 'text' },
]

/** Columns that a source and a guard take at most in a line; longer ones push the rest to the right. */
const WIDEST = 64

export function differencesText(a: string, b: string, compared: readonly Compared[]): string {
  const all = compared.flatMap(({ differences }) => differences)
  const certain = all.filter(isCertain).length
  const alone = compared.filter(({ title }) => title?.endsWith(' only') === true).length
  const lines = compared.flatMap(({ title, differences }) => [
    ...(title === null ? [] : [`# ${title}`]),
    ...groupLines(differences),
  ])
  const unknown = all.filter(({ kind }) => kind === 'unknown').length
  const total = [
    certain === 0
      ? alone === 0 && unknown === 0
        ? 'no difference'
        : 'no certain difference'
      : `${certain} ${certain === 1 ? 'difference' : 'differences'}`,
    ...(alone > 0 ? [`${alone} ${alone === 1 ? 'blob' : 'blobs'} in one file only`] : []),
    ...(unknown > 0 ? [`${unknown} not known`] : []),
  ]
  return `--- ${a}\n+++ ${b}\n${[...lines, total.join(', ')].join('\n')}\n`
}

function groupLines(differences: readonly Difference[]): readonly string[] {
  return GROUPS.flatMap(({ title, has }) => {
    const group = differences.filter(has)
    if (group.length === 0) return []
    const words = group.map(wordsOf)
    const [first, second] = [width(words.map(({ source }) => source)), width(words.map(({ guard }) => guard))]
    const lines = words.map(({ source, guard, what }, i) => {
      const columns = [
        ...(first > 0 ? [source.padEnd(first)] : []),
        ...(second > 0 ? [guard.padEnd(second)] : []),
        what,
      ]
      return `  ${signOf(group[i])}${columns.join('  ')}`.trimEnd()
    })
    return [`${title} (${group.length})`, ...lines, '']
  })
}

const width = (texts: readonly string[]): number =>
  Math.min(
    WIDEST,
    texts.reduce((widest, { length }) => Math.max(widest, length), 0),
  )

function signOf(difference: Difference | undefined): string {
  if (difference === undefined) return ''
  const change = 'change' in difference ? difference.change : difference.kind
  return change === 'removed' ? '- ' : change === 'added' ? '+ ' : '  '
}

export function recompilationsText(path: string, recompilations: readonly NamedRecompilation[]): string {
  if (recompilations.length === 0) return `${path}: no function in it was compiled more than once\n`
  const lines = recompilations.flatMap(
    ({ function: name, path: place, of, before, check, refused, unknown, sentences }) => [
      `${name} 0/${of}, where 0/${before} was there${place === '' ? '' : `  (${place})`}`,
      ...(check === false
        ? refused.map((part) => `  refused: ${part}`)
        : [
            `  ${check === true ? 'the call as it was saved would have passed' : 'whether the call as it was saved would have passed is not known'}`,
          ]),
      ...(unknown.length === 0
        ? []
        : [`  not in the file of 0/${of}, so perhaps refused before that: ${unknown.join(', ')}`]),
      ...sentences.map((sentence) => `  ${sentence}`),
      '',
    ],
  )
  return `${lines.join('\n')}\n${recompilations.length} ${recompilations.length === 1 ? 'recompilation' : 'recompilations'} compared\n`
}
