/** What Guardscope itself keeps between two starts: settings with the recent files, and edits that were not saved. */
import { readSettings } from '../../main/app/settings'
import { readSlot } from '../../main/documents/kept-edits'
import { changedJson, JSON_WORDS, jsonText } from '../grammar/json'
import { damageText } from '../mutate'
import { BrokenLaw, type Target, toBytes, toText } from '../target'

const SETTINGS = {
  theme: 'dark',
  recent: ['/home/a/x.guards_state', '/b'],
  window: { x: 1, y: 2, width: 1200, height: 800, maximized: false },
  live: [{ kind: 'start', command: ['python3'], args: [], cwd: '/', script: 'train.py' }],
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
    const text = jsonText(changedJson(random.oneIn(2) ? SETTINGS : SLOT, random))
    return toBytes(random.oneIn(3) ? damageText(text, text, JSON_WORDS, random) : text)
  },
  read(input) {
    const text = toText(input)
    const { settings, isWhole } = readSettings(text)
    const { theme, recent, window, live } = settings
    if (!['system', 'dark', 'light'].includes(theme)) throw new BrokenLaw('a theme that is none')
    if (!recent.every((path) => typeof path === 'string')) throw new BrokenLaw('a recent file that is no path')
    if (window !== null && !(window.width >= 200 && window.height >= 200)) throw new BrokenLaw('a window of no size')
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
