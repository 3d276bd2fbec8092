import { describe, expect, it } from 'vitest'
import { createStandIn } from '../testing/stand-in-api'
import { createSettingsStore, shownTheme } from './settings'
import type { SettingsState } from './settings'

const start = (): { readonly state: () => SettingsState } => ({
  state: createSettingsStore(createStandIn([]).api, false).getState,
})

describe('settings store', () => {
  it('should follow the system until a theme is chosen', () => {
    const { state } = start()
    const shown = [shownTheme(state())]
    state().setSystemDark(true)
    shown.push(shownTheme(state()))
    state().setTheme('light')
    shown.push(shownTheme(state()))
    expect(shown).toEqual(['light', 'dark', 'light'])
  })

  it('should go through the sizes to either end, and back to the one it comes in', () => {
    const { state } = start()
    const sizes: number[] = []
    for (const by of [1, 1, -1, 0, -1] as const) {
      state().zoom(by)
      sizes.push(state().preferences.zoom)
    }
    for (let times = 0; times < 20; times++) state().zoom(1)
    sizes.push(state().preferences.zoom)
    for (let times = 0; times < 20; times++) state().zoom(-1)
    sizes.push(state().preferences.zoom)
    expect(sizes).toEqual([1.1, 1.25, 1.1, 1, 0.9, 3, 0.5])
  })
})
