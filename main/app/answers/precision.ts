/** Answers the window about the precision settings: from the rules, and from the open blobs for what their guards see. */
import { parseGlobalState } from '../../engine/check/global-state'
import type { Reply } from '../../../shared/api'
import type { BlobCoverage, PrecisionState } from '../../../shared/precision'
import type { DocumentHost } from '../../documents/host'
import { failed } from '../../documents/worker-client'
import { type SavedState, effectOn } from '../../precision/coverage'
import { readingOf } from '../../precision/from-process'
import { startState } from '../../precision/interpret'
import { previewOf } from '../../precision/preview'
import { pythonBetween } from '../../precision/python-lines'
import { readAll } from '../../precision/reading'
import type { PrecisionRules } from '../../precision/rules'
import { latestRules, rulesFor } from '../../precision/versions'
import type { Handlers } from '../handlers'

type PrecisionHandlers = Pick<Handlers, `precision${'Start' | 'Of' | 'Actions' | 'Preview' | 'Python' | 'Blobs'}`>

export function precisionHandlers(documents: DocumentHost): PrecisionHandlers {
  return {
    precisionStart: (torch) =>
      answered(() => {
        const rules = torch === null ? latestRules() : rulesOf(torch)
        return readAll(rules, startState(rules))
      }),
    precisionOf: (torch, readings, before) => answered(() => readingOf(rulesOf(torch), readings, before)),
    precisionActions: (from, to) => answered(() => [...pythonBetween(rulesOf(to.torch), from, to).actions]),
    precisionPreview: (state, change) => answered(() => previewOf(rulesOf(state.torch), state, change)),
    precisionPython: (from, to) =>
      answered(() => {
        const { lines, notes } = pythonBetween(rulesOf(to.torch), from, to)
        return { lines, notes }
      }),
    precisionBlobs: async (now, then, blobs) => {
      const found = await Promise.all(blobs.map((blob) => coverage(documents, now, then, blob)))
      return { ok: true, value: found }
    },
  }
}

async function coverage(
  documents: DocumentHost,
  now: PrecisionState,
  then: PrecisionState,
  { document, blob }: { readonly document: string; readonly blob: number },
): Promise<BlobCoverage> {
  const reply = await documents.ask(document, 'heldState', { blob })
  const saved: SavedState = reply.ok ? savedState(reply.value) : { kind: 'unreadable', why: reply.error.message }
  return { document, blob, ...effectOn(rulesOf(now.torch), saved, now, then) }
}

function savedState({ state, guarded }: { readonly state: string | null; readonly guarded: boolean }): SavedState {
  if (!guarded) return { kind: 'no guard' }
  if (state === null) return { kind: 'of the loading process' }
  const keys = parseGlobalState(state)
  return typeof keys === 'string' ? { kind: 'unreadable', why: keys } : { kind: 'saved', keys: { ...keys } }
}

function rulesOf(torch: string): PrecisionRules {
  const chosen = rulesFor(torch)
  if (chosen === null) throw new Error(`torch ${torch} has no fp32_precision`)
  return chosen.rules
}

function answered<T>(answer: () => T): Reply<T> {
  try {
    return { ok: true, value: answer() }
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
}
