/** The compiles of a log while it is read: which record belongs to which, and where a chain of recompiles begins anew. */
import type { CompileMetrics } from '../../shared/trace'

/** torch's CompileId in parts, either of which may lack (`!0` is compiled autograd by itself). */
export interface IdParts {
  readonly autograd: number | null
  readonly frame: number | null
  readonly number: number | null
}

/** Where in the log a text lies. */
export interface TextPlace {
  readonly start: number
  readonly end: number
  /** Each line stands behind torch's prefix, between lines of others (TORCH_LOGS); else behind a tab. */
  readonly prefixed: boolean
}

/** A compile as far as it is read. */
export interface Draft {
  readonly id: string
  readonly parts: IdParts
  readonly pid: number
  rank: number | null
  readonly time: string
  /** Of one code object, and between two resets. */
  readonly chain: string
  function: string
  file: string
  line: number
  attempts: number
  started: boolean
  reasons: readonly string[]
  guards: number | null
  latencyUs: number | null
  metrics: CompileMetrics | null
  failure: string | null
  recompileLimit: number | null
  /** Sizes and numbers that became symbols, by source, with the value that came. */
  readonly symbols: Map<string, string>
  tree: TextPlace | null
  codeParts: TextPlace | null
  /** Where the JSON of its records on shapes begins and ends, in turn, of the last attempt. */
  shapes: number[]
  shapesAttempt: number
}

const ID = /^(?:!(\d+)\/?)?(?:(\d+)\/(\d+))?(?:_(\d+))?$/

/** `0/1`, `!2/0/1`, with `_1` behind for a second attempt; null for what is no compile id. */
export function parseId(text: string): { readonly parts: IdParts; readonly attempt: number } | null {
  const match = ID.exec(text)
  if (match === null || (match[1] === undefined && match[2] === undefined)) return null
  const number = (digits: string | undefined): number | null => (digits === undefined ? null : Number(digits))
  return {
    parts: { autograd: number(match[1]), frame: number(match[2]), number: number(match[3]) },
    attempt: number(match[4]) ?? 0,
  }
}

/** CompileId.__str__ of torch/_guards.py. */
export function idText({ autograd, frame, number }: IdParts): string {
  const inner = frame === null ? '' : `${frame}/${number}`
  return autograd === null ? inner : `!${autograd}${inner === '' ? '' : `/${inner}`}`
}

export class Drafts {
  readonly all: Draft[] = []
  private readonly current = new Map<string, Draft>()
  /** By process and frame: how often its numbers began anew, and the last number. */
  private readonly frames = new Map<string, { generation: number; last: number }>()

  /** The compile that a record of it belongs to. `begins`: the record is the first that a compile writes. */
  of(pid: number, parts: IdParts, time: string, begins: boolean): Draft {
    const id = idText(parts)
    const key = `${pid} ${id}`
    const there = this.current.get(key)
    if (there !== undefined && !begins) return there
    const frameKey = `${pid} ${parts.autograd ?? ''} ${parts.frame ?? ''}`
    const frame = this.frames.get(frameKey) ?? { generation: 0, last: -1 }
    this.frames.set(frameKey, frame)
    // torch._dynamo.reset() counts frames and compiles from 0 again
    if ((parts.number ?? 0) <= frame.last) frame.generation++
    frame.last = parts.number ?? 0
    const draft: Draft = {
      id,
      parts,
      pid,
      rank: null,
      time,
      chain: `${frameKey} ${frame.generation}`,
      function: '',
      file: '',
      line: 0,
      attempts: 0,
      started: false,
      reasons: [],
      guards: null,
      latencyUs: null,
      metrics: null,
      failure: null,
      recompileLimit: null,
      symbols: new Map(),
      tree: null,
      codeParts: null,
      shapes: [],
      shapesAttempt: 0,
    }
    this.current.set(key, draft)
    this.all.push(draft)
    return draft
  }

  find(pid: number, parts: IdParts): Draft | undefined {
    return this.current.get(`${pid} ${idText(parts)}`)
  }
}
