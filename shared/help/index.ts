/** The help on each name that stands in a guard tree, by that name. */
import { ACCESSORS, MANAGERS } from './accessors'
import { CONTAINER_CREATE_FNS } from './create-fns-containers'
import { PROCESS_CREATE_FNS } from './create-fns-process'
import { TENSOR_CREATE_FNS } from './create-fns-tensors'
import { VALUE_CREATE_FNS } from './create-fns-values'
import { COSTS, type AccessorHelp, type CreateFnHelp, type Help, type LeafHelp, type ManagerHelp } from './help'
import { LEAVES } from './leaves'

const byName = <T extends Help>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((help) => [help.name, help]))

export const CREATE_FN_HELP: ReadonlyMap<string, CreateFnHelp> = byName([
  ...TENSOR_CREATE_FNS,
  ...VALUE_CREATE_FNS,
  ...CONTAINER_CREATE_FNS,
  ...PROCESS_CREATE_FNS,
])
export const LEAF_HELP: ReadonlyMap<string, LeafHelp> = byName(LEAVES)
export const ACCESSOR_HELP: ReadonlyMap<string, AccessorHelp> = byName(ACCESSORS)
export const MANAGER_HELP: ReadonlyMap<string, ManagerHelp> = byName(MANAGERS)

/** A row of the help: what it is about, and its text. */
export interface HelpRow {
  readonly title: string
  readonly text: string
}

const row = (title: string, text: string | undefined): readonly HelpRow[] =>
  text === undefined ? [] : [{ title, text }]

/** The rows of one text, in the order they are read. */
export function helpRows(help: Help): readonly HelpRow[] {
  switch (help.kind) {
    case 'create_fn':
      return [...row('Says', help.says), ...becauseOf(help)]
    case 'leaf':
      return [
        ...row('Checks', help.checks),
        ...row('Fails when', help.fails),
        ...row('Why', help.why),
        ...row('To avoid it', help.avoid),
        ...row('Cost', COSTS[help.cost]),
      ]
    case 'accessor':
      return [
        ...row('Reads', help.reads),
        ...row('Fails when', help.fails),
        ...row('Why', help.why),
        ...row('Cost', COSTS[help.cost]),
      ]
    case 'manager':
      return [...row('Does', help.does), ...row('Fails when', help.fails)]
  }
}

function becauseOf(help: CreateFnHelp): readonly HelpRow[] {
  return [...row('Why', help.why), ...row('To avoid it', help.avoid), ...row('Saved in a file', help.saving)]
}

/** The rows of a leaf guard together with those of the create_fn that made it. */
export function leafRows(leaf: LeafHelp, createFn: CreateFnHelp | null): readonly HelpRow[] {
  const [why, avoid] = [leaf.why ?? createFn?.why, leaf.avoid ?? createFn?.avoid]
  return [
    ...row('Checks', leaf.checks),
    ...row('Fails when', leaf.fails),
    ...row('Why', why),
    ...row('To avoid it', avoid),
    ...row('Saved in a file', createFn?.saving),
    ...row('Cost', COSTS[leaf.cost]),
  ]
}
