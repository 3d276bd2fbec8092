/** The lines of a tree as torch prints them (GuardManagerWrapper.__str__), out of a report. */
import type { ReportTree } from './model'

export function treeLines({ nodes }: ReportTree): readonly string[] {
  return [
    'TREE_GUARD_MANAGER:',
    ...nodes.flatMap(({ depth, kind, lines }) => {
      const indent = kind === 'epilogue' ? '' : '| '.repeat(depth)
      return lines.map((line) => `${indent}+- ${line}`)
    }),
  ]
}
