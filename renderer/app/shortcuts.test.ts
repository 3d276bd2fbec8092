import { describe, expect, it } from 'vitest'
import { matchesShortcut } from './shortcuts'

const press = (key: string, ...held: readonly string[]) => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
})

describe('matchesShortcut', () => {
  it('should take Mod as Command on a Mac and as Ctrl elsewhere', () => {
    expect(
      [press('k', 'ctrl'), press('k', 'meta')].map((keys) => [
        matchesShortcut(keys, 'Mod+K', false),
        matchesShortcut(keys, 'Mod+K', true),
      ]),
    ).toEqual([
      [true, false],
      [false, true],
    ])
  })

  it('should want all keys of a shortcut and no other', () => {
    expect([
      matchesShortcut(press('F3'), 'F3', false),
      matchesShortcut(press('F3', 'shift'), 'F3', false),
      matchesShortcut(press('F3', 'shift'), 'Shift+F3', false),
      matchesShortcut(press('C', 'ctrl', 'shift'), 'Mod+Shift+C', false),
      matchesShortcut(press('c', 'ctrl'), 'Mod+Shift+C', false),
      matchesShortcut(press('Tab', 'ctrl'), 'Ctrl+Tab', true),
    ]).toEqual([true, false, true, true, false, true])
  })
})
