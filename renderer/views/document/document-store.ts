/** A blob's text under edit: what was typed, what it means, and what of it is not applied. It outlives the view. */
import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { GuardscopeApi } from '../../../shared/api'
import type { BlobText, ReadBlobText } from '../../../shared/blob-text'
import type { DocumentError } from '../../../shared/document'
import type { Json } from '../../../shared/replay'
import type { DocumentsStore } from '../../stores/documents'
import { perBlob } from '../../stores/per-blob'
import { merge } from './blocks'
import { canBeForced, forced as asForced, withoutForce } from '../../components/forced-edit'

/** How long after the last key a text is read. */
const QUIET_MS = 150

/** An edit that was refused, and its line. */
export interface Refusal {
  readonly reason: string
  /** From 1; null where no edit is named. */
  readonly line: number | null
  /** Place in the list of edits, where it is legal but dangerous and can be done all the same. */
  readonly forceable: number | null
}

export interface DocumentTextState {
  /** The text of the blob that was changed; null before the first answer. */
  readonly base: BlobText | null
  /** As it stands in the editor. */
  readonly text: string
  /** Grows when the text comes from elsewhere than the editor. */
  readonly given: number
  /** What the text means; that of an earlier one while it is read. */
  readonly read: ReadBlobText
  readonly reading: boolean
  readonly applying: boolean
  /** The text of the blob as it has become meanwhile, where what was typed was made from another. */
  readonly newer: BlobText | null
  /** Headings under which both the blob and the text were changed, when the new text was taken up last. */
  readonly conflicts: readonly string[]
  readonly refusal: Refusal | null
  readonly error: string | null
  /** Line of the cursor, from 1. */
  readonly line: number
  /** Whether the headings alone are shown. */
  readonly folded: boolean
  /** Asks for the text, unless it was asked for this tree; each edit makes another. */
  look(tree: object): Promise<void>
  type(text: string): void
  setLine(line: number): void
  setFolded(folded: boolean): void
  /** Makes the edits, as one step of the history. `force`: the one at that place all the same. */
  apply(force?: number): Promise<void>
  discard(): void
  /** Brings what was typed into the text that the blob has become. */
  takeUp(): void
  /** Calls `end` once the file is closed. */
  whenClosed(end: () => void): void
  /** The file was closed. */
  close(): void
}

export type DocumentStore = StoreApi<DocumentTextState>
type Api = Pick<GuardscopeApi, 'documentText' | 'readDocumentText'>
type TryEdit = (edits: readonly Json[], label: string) => Promise<DocumentError | null>

const NOTHING: ReadBlobText = { edits: [], problems: [] }
/** Beyond this many the label of a step counts them. */
const MOST_LABELLED = 3

export const isChanged = (state: DocumentTextState | null): boolean =>
  state !== null && state.base !== null && state.text !== state.base.text

/** Whether there are edits, all of the text is read, and it was made from the blob as it stands. */
export const canApply = (state: DocumentTextState | null): boolean =>
  state !== null &&
  !state.reading &&
  !state.applying &&
  state.newer === null &&
  state.read.problems.length === 0 &&
  state.read.edits.length > 0

/** What was typed and not applied when its file was closed, and the text of the blob that it was made from. */
export type LeftText = Pick<DocumentTextState, 'text'> & { readonly base: BlobText }

/** `left`: what is to be taken up again. */
export function createDocumentStore(
  api: Api,
  document: string,
  blob: number,
  tryEdit: TryEdit,
  left: LeftText | null = null,
): DocumentStore {
  let lookedAt: object | null = null
  const ends: (() => void)[] = []
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Edits that a person chose to make all the same, as JSON. */
  let forced = new Set<string>()
  return createStore<DocumentTextState>()((set, get) => {
    const read = async (): Promise<void> => {
      const { base, text, newer } = get()
      const serial = ++asked
      if (base === null || newer !== null) return
      if (text === base.text) return set({ read: NOTHING, reading: false, refusal: null })
      const reply = await api.readDocumentText(document, blob, text).catch(broken)
      if (serial !== asked) return
      if (reply.ok) set({ read: reply.value, reading: false })
      else set({ reading: false, error: reply.error.message })
    }
    const show = (base: BlobText, text: string, conflicts: readonly string[] = []): void => {
      clearTimeout(timer)
      forced = new Set()
      const reading = text !== base.text
      // folds do not follow a text that comes from elsewhere
      const folded = get().folded && text === get().text
      set({ base, text, given: get().given + 1, newer: null, conflicts, refusal: null, error: null, reading, folded })
      void read()
    }
    /** `applied`: the text whose edits made this one. */
    const take = (now: BlobText, applied: string | null): void => {
      const { base, text } = get()
      if (base === null && left !== null) {
        if (now.text === left.base.text) return show(now, left.text)
        const merged = merge(left.base.text, left.text, now.text)
        return show(now, merged.text, merged.conflicts)
      }
      if (base === null || text === (applied ?? base.text)) return show(now, now.text)
      if (applied !== null) {
        const merged = merge(applied, text, now.text)
        return show(now, merged.text, merged.conflicts)
      }
      if (now.text === base.text) set({ base: now, newer: null })
      else set({ newer: now })
      void read()
    }
    const ask = async (applied: string | null): Promise<void> => {
      const reply = await api.documentText(document, blob).catch(broken)
      if (reply.ok) take(reply.value, applied)
      else set({ error: reply.error.message })
    }
    return {
      base: null,
      text: '',
      given: 0,
      read: NOTHING,
      reading: false,
      applying: false,
      newer: null,
      conflicts: [],
      refusal: null,
      error: null,
      line: 1,
      folded: false,
      look: async (tree) => {
        // what an edit of this text makes is taken when it is made
        if (tree === lookedAt || get().applying) return
        lookedAt = tree
        await ask(null)
      },
      type: (text) => {
        if (text === get().text) return
        set({ text, reading: get().newer === null, refusal: null, error: null })
        clearTimeout(timer)
        timer = setTimeout(() => void read(), QUIET_MS)
      },
      setLine: (line) => set({ line }),
      setFolded: (folded) => set({ folded }),
      apply: async (force) => {
        const { read: now, text } = get()
        const chosen = force === undefined ? undefined : now.edits[force]
        if (chosen !== undefined) forced.add(JSON.stringify(chosen.edit))
        if (!canApply(get())) return
        const edits = now.edits.map(({ edit }) => (forced.has(JSON.stringify(edit)) ? asForced(edit) : edit))
        const label = edits.length > MOST_LABELLED ? `${edits.length} edits of the text` : ''
        set({ applying: true, refusal: null })
        const refused = await tryEdit(edits, label)
        if (refused === null) await ask(text)
        set({ applying: false, refusal: refused === null ? null : refusalOf(refused, now) })
      },
      discard: () => {
        const { base, newer } = get()
        const to = newer ?? base
        if (to !== null) show(to, to.text)
      },
      takeUp: () => {
        const { base, text, newer } = get()
        if (base === null || newer === null) return
        const merged = merge(base.text, text, newer.text)
        show(newer, merged.text, merged.conflicts)
      },
      whenClosed: (end) => void ends.push(end),
      close: () => {
        clearTimeout(timer)
        for (const end of ends.splice(0)) end()
      },
    }
  })
}

function refusalOf({ message, edit }: DocumentError, { edits }: ReadBlobText): Refusal {
  const line = edit === undefined ? null : (edits[edit]?.line ?? null)
  return { reason: withoutForce(message), line, forceable: canBeForced(message) ? (edit ?? null) : null }
}

const broken = (error: unknown) => ({ ok: false as const, error: { message: String(error), offset: null } })

/** A store for each blob, made when it is first asked for. What was not applied is there again when its file is opened again. */
export function createDocumentStores(
  api: Api,
  documents: DocumentsStore,
): (document: string, blob: number) => DocumentStore {
  const left = new Map<string, LeftText>()
  const places = new WeakMap<DocumentStore, string>()
  const make = (document: string, blob: number): DocumentStore => {
    const path = documents.getState().documents.find(({ id }) => id === document)?.path ?? document
    const place = `${path}\0${blob}`
    const tryEdit: TryEdit = (edits, label) => documents.getState().tryEdit(document, blob, edits, label)
    const store = createDocumentStore(api, document, blob, tryEdit, left.get(place) ?? null)
    left.delete(place)
    places.set(store, place)
    return store
  }
  return perBlob(documents, make, (store) => {
    const state = store.getState()
    const place = places.get(store)
    if (place !== undefined && state.base !== null && isChanged(state))
      left.set(place, { base: state.base, text: state.text })
    state.close()
  })
}
