/**
 * Scenarios before and after edits that are not made.
 *
 * They are made on a copy of the blob, written and read again: the graph that is open, its history and what lies on disk
 * never see them, whatever happens meanwhile. The copy stays as it is while questions are of the same edits: many
 * scenarios are asked for in turns, so that others are answered in between.
 */
import { createHash } from 'node:crypto'
import type { EditPreview, PreviewRow } from '../../shared/preview'
import type { Answer, Json, ReplayOptions } from '../../shared/replay'
import type { ScenarioJson } from '../../shared/scenario'
import type { BuiltTree } from '../engine/build'
import { ScenarioError } from '../engine/check/scenario/parse'
import { type Change, EditableGraph } from '../engine/edit/graph'
import { EditRefused } from '../engine/edit/refused'
import { decodePickle } from '../pickle/decode'
import { encodePickle } from '../pickle/encode'
import type { GuardDocument } from './document'
import { parseEdits } from './edit-file'
import { Replayer, readText, replayerOf } from './replay'
import { factsFor } from './tables'

/** Scenarios whose answers before the edits are kept, and characters of them that are kept as JSON. */
const KEPT = 10_000
const KEPT_CHARACTERS = 16_000_000

/** A blob as it stands, to try edits on. */
interface Copy {
  readonly blob: number
  /** The tree that it is a copy of: an edit makes another. */
  readonly of: BuiltTree
  readonly graph: EditableGraph
  /** What is tried on it now. */
  tried: Tried | null
}
interface Tried {
  readonly edits: string
  readonly change: Change
  readonly replayer: Replayer
}

/** What a scenario answers before the edits. */
interface Before {
  readonly name: string
  readonly error: string | null
  readonly check: Answer | null
  /** Null where it is not kept: it is read again. */
  readonly json: ScenarioJson | null
}

export class EditPreviews {
  private copy: Copy | null = null
  private before = new BeforeEdits(null, '')

  constructor(private readonly document: GuardDocument) {}

  /** `edits` as JSON; `texts` are scenarios, none for the call that was saved. */
  preview(blob: number, edits: readonly Json[], texts: readonly string[], options: ReplayOptions): EditPreview {
    const now = replayerOf(this.document, blob)
    let after: Replayer
    try {
      after = this.attempt(blob, edits)
    } catch (error) {
      if (error instanceof EditRefused) return { kind: 'refused', reason: error.message }
      this.copy = null
      throw error
    }
    const state = options.guardState ?? ''
    if (!this.before.isOf(now.tree, state)) this.before = new BeforeEdits(now.tree, state)
    const scenarios = texts.length === 0 ? [now.own()] : texts
    const rows = scenarios.map((text, i): PreviewRow => {
      const { json, before } = this.before.read(text, i, now, options)
      if (json !== null) return flip(before, json, { now, after, options })
      return { name: before.name, error: before.error, before: null, after: null, part: '' }
    })
    return { kind: 'replayed', rows }
  }

  /** A replayer of what the edits come to. @throws EditRefused */
  private attempt(blob: number, edits: readonly Json[]): Replayer {
    const copy = this.copyOf(blob)
    const text = JSON.stringify(edits)
    if (copy.tried?.edits === text) return copy.tried.replayer
    if (copy.tried !== null) copy.graph.undo(copy.tried.change)
    copy.tried = null
    const change = copy.graph.apply(parseEdits(edits))
    copy.tried = { edits: text, change, replayer: new Replayer(copy.graph.tree, []) }
    return copy.tried.replayer
  }

  private copyOf(blob: number): Copy {
    const of = this.document.tree(blob)
    if (this.copy?.blob !== blob || this.copy.of !== of) {
      const { pickle, locals } = this.document.graph(blob)
      const graph = new EditableGraph(decodePickle(encodePickle(pickle)), factsFor, { locals })
      this.copy = { blob, of, graph, tried: null }
    }
    return this.copy
  }
}

/** What scenarios answer on a tree, remembered: typing asks for the same ones again and again. */
class BeforeEdits {
  private readonly rows = new Map<string, Before>()
  private kept = 0

  constructor(
    private readonly tree: BuiltTree | null,
    private readonly guardState: string,
  ) {}

  isOf(tree: BuiltTree, guardState: string): boolean {
    return this.tree === tree && this.guardState === guardState && this.rows.size < KEPT
  }

  /** `json` is null where the scenario cannot be read. */
  read(text: string, index: number, replayer: Replayer, options: ReplayOptions) {
    const key = createHash('sha1').update(text).digest('base64')
    const known = this.rows.get(key)
    // what was read once fits its schema
    if (known !== undefined)
      return { before: known, json: known.json ?? (known.error === null ? (JSON.parse(text) as ScenarioJson) : null) }
    const { json, ...answer } = answerBefore(text, index, replayer, options)
    const isKept = this.kept + text.length <= KEPT_CHARACTERS
    if (isKept) this.kept += text.length
    const before: Before = { ...answer, json: isKept ? json : null }
    this.rows.set(key, before)
    return { before, json }
  }
}

function answerBefore(text: string, index: number, replayer: Replayer, options: ReplayOptions): Before {
  let name = `scenario ${index}`
  try {
    const json = readText(text)
    name = json.name
    return { name, error: null, json, check: replayer.check(json, options) }
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return { name, error: error.message, json: null, check: null }
  }
}

interface Two {
  readonly now: Replayer
  readonly after: Replayer
  readonly options: ReplayOptions
}

function flip({ name, check: before }: Before, json: ScenarioJson, { now, after: edited, options }: Two): PreviewRow {
  const row = { name, error: null, before, part: '' }
  try {
    const after = edited.check(json, options)
    if (after === before) return { ...row, after }
    return { ...row, after, part: after === 'true' ? now.whyNot(json, options) : edited.whyNot(json, options) }
  } catch (error) {
    // a scenario may name what only one of the two blobs knows
    if (!(error instanceof ScenarioError)) throw error
    return { ...row, after: 'unknown', part: error.message }
  }
}
