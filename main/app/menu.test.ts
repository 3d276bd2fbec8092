/** The menu bar holds every command once, under its own name, and tells the window which was chosen. */
import { expect, test } from 'vitest'
import { COMMAND_LIST } from '../../shared/commands'
import { menuTemplate } from './menu'

test('every command is in the menu, does something, and shows its keys without taking them', () => {
  const chosen: string[] = []
  const template = menuTemplate({
    platform: 'linux',
    development: false,
    recent: ['/a & b'],
    onCommand: (id) => chosen.push(id),
    onOpen: (path) => chosen.push(path),
  })
  const items = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
  const commands = items.filter(({ id }) => id !== undefined)
  for (const { click } of commands) click?.({} as never, undefined, {} as never)
  expect(chosen).toEqual(COMMAND_LIST.map(({ id }) => id))
  expect(
    commands.filter(({ accelerator, registerAccelerator }) => accelerator && registerAccelerator !== false),
  ).toEqual([])
  expect(commands.find(({ id }) => id === 'expand-below')?.accelerator).toBe('Shift+Right')
  expect(items.find(({ label }) => label === 'Open &recent')?.submenu).toMatchObject([{ label: '/a && b' }])
})
