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

  it('should list a file once among the recent ones, the latest first, and forget the oldest', () => {
    const { state } = start()
    for (let file = 0; file < 14; file++) state().remember(`/${file}`)
    state().remember('/10')
    expect(state().recent).toEqual(['/10', '/13', '/12', '/11', '/9', '/8', '/7', '/6', '/5', '/4', '/3', '/2'])
  })
})
