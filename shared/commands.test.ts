/** The table of commands holds together: no letter and no keys twice where both could be meant. */
import { expect, test } from 'vitest'
import { COMMAND_GROUPS, COMMAND_LIST, titleOf } from './commands'

const twice = (values: readonly string[]): readonly string[] => values.filter((one, at) => values.indexOf(one) !== at)

test('no two commands have an id, a title or keys in common, unless each wants a view of its own in front', () => {
  const keys = COMMAND_LIST.flatMap(({ keys: first, otherKeys, view = 'any' }) =>
    [first, otherKeys].flatMap((one) => (one === undefined ? [] : [`${one} in ${view}`])),
  )
  expect([twice(COMMAND_LIST.map(({ id }) => id)), twice(COMMAND_LIST.map(titleOf)), twice(keys)]).toEqual([[], [], []])
})

test.each(COMMAND_GROUPS)('each command of the menu %s has a letter of its own', (group) => {
  const letters = COMMAND_LIST.filter((command) => command.group === group).map(
    ({ title }) => /&(\S)/.exec(title)?.[1]?.toLowerCase() ?? title,
  )
  expect(letters.filter((letter) => letter.length !== 1)).toEqual([])
  expect(twice(letters)).toEqual([])
})

test('a second pair of keys is there only beside a first', () => {
  expect(COMMAND_LIST.filter(({ keys, otherKeys }) => keys === undefined && otherKeys !== undefined)).toEqual([])
})
