/** What Guardscope itself keeps between two starts: what was set, what is remembered of windows and files, and edits that were not saved. */
import { readMemory } from '../../main/app/memory'
import { readPreferences } from '../../main/app/settings'
import { readSlot } from '../../main/documents/kept-edits'
import { changedJson, JSON_WORDS, jsonText } from '../grammar/json'
import { damageText } from '../mutate'
import { BrokenLaw, type Target, toBytes, toText } from '../target'

const BOUNDS = { x: 1, y: 2, width: 1200, height: 800, maximized: false }
const SETTINGS = {
  theme: 'dark',
  zoom: 1.25,
  restoreFiles: true,
  notifications: false,
  problemDetails: false,
  more: [1],
}
const MEMORY = {
  recent: ['/b', { path: '/home/a/x.guards_state', pinned: true, torch: '2.13', kind: 'guards_state', guards: 3 }],
  window: BOUNDS,
  windows: [{ session: null, bounds: BOUNDS }],
  live: [{ kind: 'start', command: 'python3', args: [], script: 'train.py' }],
}
const SLOT = {
  serial: 1_700_000_000_001,
  digest: 'ab'.repeat(32),
  blobs: [
    { blob: 0, steps: [{ label: 'drop', edits: [{ do: 'drop-guard', name: "L['x']", create_fn: 'TENSOR_MATCH' }] }] },
  ],
}

export const kept = (): Target => ({
  name: 'kept',
  reads: 'settings, recent files and recovery files',
  share: 25,
  make(random) {
    const text = jsonText(changedJson(random.pick<unknown>([SETTINGS, MEMORY, SLOT]), random))
    return toBytes(random.oneIn(3) ? damageText(text, text, JSON_WORDS, random) : text)
  },
  read(input) {
    const text = toText(input)
    const { preferences, isWhole } = readPreferences(text)
    const { theme, zoom } = preferences
    if (!['system', 'dark', 'light'].includes(theme)) throw new BrokenLaw('a theme that is none')
    if (!(zoom >= 0.5 && zoom <= 3)) throw new BrokenLaw('a zoom out of bounds')
    const { recent, windows, live } = readMemory(text).memory
    if (!recent.every(({ path }) => typeof path === 'string')) throw new BrokenLaw('a recent file that is no path')
    if (!windows.every(({ bounds }) => bounds === null || (bounds.width >= 200 && bounds.height >= 200)))
      throw new BrokenLaw('a window of no size')
    if (!Array.isArray(live)) throw new BrokenLaw('no list of processes')
    const slot = readSlot(text)
    if (
      slot !== null &&
      !slot.blobs.every(({ blob, steps }) => blob >= 0 && steps.every(({ edits }) => Array.isArray(edits)))
    )
      throw new BrokenLaw('kept edits that are none')
    return isWhole || slot !== null
  },
})
