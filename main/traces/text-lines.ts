/** Reads compiles out of what TORCH_LOGS=guards,recompiles prints, line by line. */
import { type Draft, type Drafts, parseId } from './drafts'
import type { Prefix } from './prefix'
import type { LogLine } from './reader'

/** `[0/1] [__guards] text`: the compile, the artifact and what it says, the first two where the line has them. */
const BODY = /^(?:\[(!?[\d/]+(?:_\d+)?)\] )?(?:\[__(\w+)\] )?(.*)$/s
const RECOMPILING = 'Recompiling function '
const LATENCY = /^Guard eval latency = ([\d.]+) us$/
const LIMIT = /^torch\._dynamo hit config\.(\w+) \((\d+)\)$/
const FUNCTION = "   function: '"
/** The id that begins a reason. */
const REASON = /^!?\d+(?:\/\d+)+: /

/** What a process is in the middle of printing. */
type Open =
  | { readonly kind: 'tree'; readonly draft: Draft; readonly start: number; end: number }
  | { readonly kind: 'reasons'; readonly draft: Draft; readonly reasons: string[] }

interface Line {
  readonly pid: number
  readonly time: string
  readonly rank: number | null
  readonly id: string
  readonly text: string
  readonly start: number
  readonly end: number
}

export class TextLines {
  private readonly open = new Map<number, Open>()

  constructor(private readonly drafts: Drafts) {}

  line({ offset, bytes }: LogLine, { pid, time, rank }: Prefix, body: string): void {
    const [, id = '', artifact = '', text = ''] = BODY.exec(body.replace(/\r$/, '')) ?? []
    const line = { pid, time, rank, id, text, start: offset, end: offset + bytes.length }
    if (artifact === 'guards') this.guards(line)
    else if (artifact === 'recompiles' || artifact === 'recompiles_verbose') this.recompiles(line)
    else if (artifact === '') this.other(line)
  }

  /** Closes what is still open. */
  end(): void {
    for (const pid of this.open.keys()) this.close(pid)
  }

  private guards(line: Line): void {
    const open = this.open.get(line.pid)
    if (open?.kind === 'tree' && line.text.trimStart() !== '') {
      open.end = line.end
      return
    }
    this.close(line.pid)
    if (line.text === 'TREE_GUARD_MANAGER:') {
      const draft = this.draft(line, ({ tree }) => tree !== null)
      if (draft !== null) this.open.set(line.pid, { kind: 'tree', draft, start: line.start, end: line.end })
      return
    }
    const latency = LATENCY.exec(line.text)?.[1]
    const draft = latency === undefined ? null : this.draft(line, () => false)
    if (draft !== null) draft.latencyUs = Number(latency)
  }

  private recompiles(line: Line): void {
    const named = functionIn(line.text, RECOMPILING, ' in ', '')
    if (named !== null) {
      this.close(line.pid)
      const draft = this.draft(line, ({ reasons, tree }) => reasons.length > 0 || tree !== null)
      if (draft === null) return
      Object.assign(draft, named)
      this.open.set(line.pid, { kind: 'reasons', draft, reasons: [] })
      return
    }
    const open = this.open.get(line.pid)
    if (open?.kind !== 'reasons' || !line.text.startsWith('    - ')) return
    const text = line.text.slice(6)
    const last = open.reasons.length - 1
    if (REASON.test(text) || last < 0) open.reasons.push(text)
    else open.reasons[last] = `${open.reasons[last] ?? ''}\n${text}`
  }

  /** Warnings that a cache is full. */
  private other(line: Line): void {
    const limit = LIMIT.exec(line.text)
    const named = limit === null ? functionIn(line.text, FUNCTION, "' (", ')') : null
    if (limit === null && named === null) return
    const draft = this.draft(line, () => false)
    if (draft === null) return
    if (named !== null) Object.assign(draft, named)
    if (limit === null) return
    draft.failure ??= line.text
    if (limit[1] === 'recompile_limit') draft.recompileLimit ??= Number(limit[2])
  }

  private draft(line: Line, begins: (there: Draft) => boolean): Draft | null {
    const parts = parseId(line.id)?.parts
    if (parts === undefined) return null
    const there = this.drafts.find(line.pid, parts)
    const draft = this.drafts.of(line.pid, parts, line.time, there !== undefined && begins(there))
    draft.rank ??= line.rank
    return draft
  }

  private close(pid: number): void {
    const open = this.open.get(pid)
    if (open === undefined) return
    this.open.delete(pid)
    if (open.kind === 'tree') open.draft.tree = { start: open.start, end: open.end, prefixed: true }
    else open.draft.reasons = open.reasons
  }
}

/**
 * The function of `BEFOREname BETWEENfile:lineBEHIND`, or null. Names and files may hold what stands between: the last of
 * those counts. No expression with two free parts, whose time grows by the square of the line.
 */
function functionIn(
  text: string,
  before: string,
  between: string,
  behind: string,
): Pick<Draft, 'function' | 'file' | 'line'> | null {
  if (!text.startsWith(before) || !text.endsWith(behind)) return null
  const place = text.slice(before.length, text.length - behind.length)
  const colon = place.lastIndexOf(':')
  const line = place.slice(colon + 1)
  const at = place.lastIndexOf(between, colon - between.length)
  if (colon < 0 || at < 0 || !/^\d+$/.test(line)) return null
  return { function: place.slice(0, at), file: place.slice(at + between.length, colon), line: Number(line) }
}
