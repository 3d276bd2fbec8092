/** The compiles as rows of a list: a line for each function, its compiles below in their order. */
import type { Compile } from './live-session'

export interface FunctionGroup {
  /** Of the code, not of its name alone. */
  readonly key: string
  readonly name: string
  readonly file: string
  readonly line: number
  readonly compiles: readonly Compile[]
}

export type LiveRow =
  | { readonly kind: 'function'; readonly id: string; readonly group: FunctionGroup; readonly folded: boolean }
  | {
      readonly kind: 'compile'
      readonly id: string
      readonly group: FunctionGroup
      readonly compile: Compile
      readonly at: number
    }

/** Functions in the order in which they were first compiled. */
export function groupsOf(compiles: readonly Compile[]): readonly FunctionGroup[] {
  const groups = new Map<string, { readonly first: Compile; readonly all: Compile[] }>()
  for (const compile of compiles) {
    const key = keyOf(compile)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { first: compile, all: [compile] })
    else group.all.push(compile)
  }
  return [...groups].map(
    ([
      key,
      {
        first: { frame },
        all,
      },
    ]) => ({
      key,
      name: frame.qualname === '' ? frame.name : frame.qualname,
      file: frame.file,
      line: frame.line,
      compiles: all,
    }),
  )
}

export function rowsOf(groups: readonly FunctionGroup[], folded: ReadonlySet<string>): readonly LiveRow[] {
  return groups.flatMap((group): LiveRow[] => {
    const isFolded = folded.has(group.key)
    const head: LiveRow = { kind: 'function', id: `live-function-${group.compiles[0]?.entry}`, group, folded: isFolded }
    if (isFolded) return [head]
    const below = group.compiles.map((compile, at): LiveRow => ({
      kind: 'compile',
      id: `live-compile-${compile.entry}`,
      group,
      compile,
      at,
    }))
    return [head, ...below]
  })
}

const keyOf = ({ frame: { file, line, qualname } }: Compile): string => `${file}:${line} ${qualname}`

/** `0/1`, or its number where torch names none. */
export const nameOf = ({ compileId, entry }: Compile): string => compileId ?? `no. ${entry}`

/** The compiles of the same function before this one that have a blob, the last first. */
export function earlierOf(group: FunctionGroup, compile: Compile): readonly Compile[] {
  return group.compiles.filter(({ entry, captured }) => entry < compile.entry && captured?.files.blob != null).reverse()
}
