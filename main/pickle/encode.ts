/** Object graph to pickle bytes: what was not touched comes out byte for byte, the rest as CPython's C pickler writes it. */
import { asCell, type Cell, type CellAct } from './cell'
import {
  writeBool,
  writeBytesNode,
  writeExt,
  writeFloat,
  writeInt,
  writeNames,
  writeStr,
  writeTextLine,
  type Exact,
} from './encode-scalar'
import { newMemoTable, wantsMemo, writeGet, writePut, type MemoTable } from './memo-table'
import { actItems, inlineAct, isAtom, isInstance, operands, startsWithMark, tupleOp, usesGlobal } from './encode-shape'
import type { Pickle } from './node'
import * as op from './opcodes'
import { groupDiscarded, sharedCells } from './sharing'
import { closeFrame, frameBoundary, newWriter, writeByte, type Writer } from './writer'

export interface EncodeOptions {
  /** Bytes the result may have: objects that hold each other can make CPython's way of writing quadratic. */
  readonly maxBytes?: number
  /** Called now and then with the bytes written; what it throws ends the encoding. */
  readonly onProgress?: (written: number) => void
}

const MAX_BYTES = 256 * 1024 * 1024
const PROGRESS_EVERY = 16_384

/**
 * Encodes `pickle` in its own protocol, with each node's recorded opcode and memo style where they still fit.
 * No recursion. @throws PickleError when the result would be larger than `options.maxBytes`.
 */
export function encodePickle(pickle: Pickle, options: EncodeOptions = {}): Uint8Array {
  return encodeOnce(pickle, options, null) ?? encodeOnce(pickle, options, sharedCells(pickle)) ?? new Uint8Array(0)
}

/** An object being written: first its items (part -1), then its acts, then what was computed and dropped after them. */
interface Frame {
  readonly cell: Cell
  /** What stands in the stream: `cell`, or its dropped twin (see discard.ts). */
  readonly written: Cell
  part: number
  parts: number
  items: readonly Cell[]
  next: number
}

interface Encoder {
  readonly w: Writer
  readonly table: MemoTable
  readonly protocol: number
  readonly exact: Exact
  readonly frames: Frame[]
  readonly discarded: ReadonlyMap<Cell | null, readonly Cell[]>
  /** Nodes without memo that occur more than once: null while none is known. */
  readonly shared: ReadonlySet<Cell> | null
  /** Nodes without memo written so far. */
  readonly once: Set<Cell>
  readonly twins: Set<Cell>
}

/** Null when a node without memo turned up twice, and `shared` was not given. */
function encodeOnce(pickle: Pickle, options: EncodeOptions, shared: ReadonlySet<Cell> | null): Uint8Array | null {
  const { protocol, header = protocol >= 2, framed = protocol >= 4 } = pickle
  const w = newWriter(framed, pickle.end - pickle.start + 64, options.maxBytes ?? MAX_BYTES)
  const e: Encoder = {
    w,
    table: newMemoTable(protocol),
    protocol,
    exact: (pickle.exact ?? new Map()) as unknown as Exact,
    frames: [],
    discarded: groupDiscarded(pickle),
    shared,
    once: new Set(),
    twins: new Set(),
  }
  if (header) {
    w.out[0] = op.PROTO
    w.out[1] = protocol
    w.length = 2
  }
  for (const cell of e.discarded.get(null) ?? []) {
    if (!save(e, cell, options)) return null
    writeByte(w, op.POP)
  }
  if (!save(e, asCell(pickle.root), options)) return null
  writeByte(w, op.STOP)
  closeFrame(w)
  return w.out.slice(0, w.length)
}

function save(e: Encoder, root: Cell, options: EncodeOptions): boolean {
  let countdown = PROGRESS_EVERY
  if (!enter(e, root)) return false
  for (let frame = e.frames.at(-1); frame !== undefined; frame = e.frames.at(-1)) {
    const item = frame.items[frame.next]
    if (item !== undefined) {
      frame.next += 1
      if (!enter(e, item)) return false
      if (--countdown === 0) {
        countdown = PROGRESS_EVERY
        options.onProgress?.(e.w.length)
      }
      continue
    }
    if (frame.part < 0) finishCreation(e, frame)
    else finishAct(e, frame)
    nextPart(e, frame)
  }
  return true
}

/** Writes what can be written at once; opens a frame for the rest. False for a shared node without memo. */
function enter(e: Encoder, cell: Cell): boolean {
  const { w, protocol } = e
  frameBoundary(w)
  const index = e.table.indices.get(cell)
  if (index !== undefined) {
    writeGet(w, protocol, cell, index)
    return true
  }
  if (!wantsMemo(cell) && (cell.acts.length > 0 || !isAtom(cell))) {
    if (e.shared === null && e.once.has(cell)) return false
    e.once.add(cell)
  }
  switch (cell.kind) {
    case 'none':
      writeByte(w, op.NONE)
      return tail(e, cell)
    case 'bool':
      writeBool(w, cell, protocol)
      return tail(e, cell)
    case 'int':
      writeInt(w, cell, protocol, e.exact)
      return tail(e, cell)
    case 'float':
      writeFloat(w, cell, protocol, e.exact)
      return tail(e, cell)
    default:
      break
  }
  if (cell.kind === 'tuple' && cell.items.length === 0) {
    if (cell.op === op.TUPLE || (cell.op === 0 && protocol === 0)) writeByte(w, op.MARK)
    writeByte(w, cell.op === op.TUPLE || (cell.op === 0 && protocol === 0) ? op.TUPLE : op.EMPTY_TUPLE)
    return tail(e, cell)
  }
  switch (cell.kind) {
    case 'str':
      writeStr(w, cell, protocol, e.exact)
      return tail(e, cell)
    case 'bytes':
    case 'bytearray':
      writeBytesNode(w, cell, e.exact)
      return tail(e, cell)
    case 'ext':
      writeExt(w, cell)
      return tail(e, cell)
    default:
      open(e, cell)
      return true
  }
}

/** After a value written at once: its memo, and a frame if anything was done to it later. */
function tail(e: Encoder, cell: Cell): boolean {
  if (wantsMemo(cell) || e.shared?.has(cell) === true) writePut(e.w, e.table, cell)
  if (cell.acts.length > 0 || e.discarded.has(cell)) {
    const frame: Frame = { cell, written: cell, part: -1, parts: partsOf(e, cell), items: [], next: 0 }
    e.frames.push(frame)
    nextPart(e, frame)
  }
  return true
}

function open(e: Encoder, cell: Cell): void {
  const twin =
    typeof cell.value === 'object' && cell.value !== null && 'kind' in cell.value && !e.twins.has(cell)
      ? (cell.value as Cell)
      : null
  if (twin !== null) e.twins.add(cell)
  const written = twin ?? cell
  if (startsWithMark(written, e.protocol)) writeByte(e.w, op.MARK)
  e.frames.push({ cell, written, part: -1, parts: partsOf(e, cell), items: operands(written, e.protocol), next: 0 })
}

function finishCreation(e: Encoder, frame: Frame): void {
  const { w, table, protocol } = e
  const { cell, written } = frame
  const index = table.indices.get(cell)
  const size = cell.items.length
  switch (written.kind) {
    case 'tuple': {
      const code = tupleOp(cell, protocol)
      if (index !== undefined) {
        // A tuple that holds itself was completed from inside (_pickle.c, save_tuple).
        if (code === op.TUPLE && protocol > 0) writeByte(w, op.POP_MARK)
        else for (let i = code === op.TUPLE ? -1 : 0; i < size; i++) writeByte(w, op.POP)
        return close(e, frame, index)
      }
      writeByte(w, code)
      break
    }
    case 'frozenset':
      if (index !== undefined) {
        writeByte(w, op.POP_MARK)
        return close(e, frame, index)
      }
      writeByte(w, op.FROZENSET)
      break
    case 'list':
      writeByte(w, startsWithMark(cell, protocol) ? op.LIST : op.EMPTY_LIST)
      if (inlineAct(cell) !== null) frame.part = 0
      break
    case 'dict':
      writeByte(w, startsWithMark(cell, protocol) ? op.DICT : op.EMPTY_DICT)
      if (inlineAct(cell) !== null) frame.part = 0
      break
    case 'set':
      writeByte(w, op.EMPTY_SET)
      break
    case 'global':
      if (usesGlobal(cell, protocol)) writeNames(w, op.GLOBAL, cell.items)
      else writeByte(w, op.STACK_GLOBAL)
      break
    case 'persid':
      if (cell.op === op.PERSID) {
        writeByte(w, op.PERSID)
        writeTextLine(w, cell.items[0])
      } else writeByte(w, op.BINPERSID)
      break
    case 'buffer':
      writeByte(w, size === 0 ? op.NEXT_BUFFER : op.READONLY_BUFFER)
      break
    case 'newobj':
      writeByte(w, op.NEWOBJ)
      break
    case 'newobj_ex':
      writeByte(w, op.NEWOBJ_EX)
      break
    default:
      if (!isInstance(written)) writeByte(w, op.REDUCE)
      else if (written.op === op.OBJ) writeByte(w, op.OBJ)
      else writeNames(w, op.INST, written.items[0]?.items ?? [])
  }
  if (written === cell) {
    if (index !== undefined) {
      writeByte(w, op.POP)
      return close(e, frame, index)
    }
    // The first of two: the acts that came before the second was dropped.
    const twin = cell.value
    if (typeof twin === 'object' && twin !== null && 'kind' in twin && typeof twin.value === 'number')
      frame.parts = Math.min(twin.value, cell.acts.length)
  } else if (index !== undefined) {
    writeByte(w, op.POP)
    writeGet(w, protocol, cell, index)
    frame.part = Math.min(written.value as number, cell.acts.length) - 1
    return
  }
  if (wantsMemo(cell) || e.shared?.has(cell) === true) writePut(w, table, cell)
}

/** Fetches the node instead, and leaves out what was already done to it. */
function close(e: Encoder, frame: Frame, index: number): void {
  writeGet(e.w, e.protocol, frame.cell, index)
  frame.parts = 0
}

function finishAct(e: Encoder, frame: Frame): void {
  const act = frame.cell.acts[frame.part]
  if (act?.op === 'setter') {
    writeByte(e.w, op.TUPLE2)
    writeByte(e.w, op.REDUCE)
  }
  writeByte(e.w, act === undefined ? op.POP : actCodes[act.op])
}

/** Starts the next act, or the next dropped value, or closes the frame. */
function nextPart(e: Encoder, frame: Frame): void {
  frame.part += 1
  if (frame.part >= frame.parts) {
    e.frames.pop()
    return
  }
  const act = frame.cell.acts[frame.part]
  if (act === undefined) {
    const dropped = e.discarded.get(frame.cell)?.[frame.part - frame.cell.acts.length]
    frame.items = dropped === undefined ? [] : [dropped]
  } else {
    if (act.op === 'appends' || act.op === 'setitems' || act.op === 'additems') writeByte(e.w, op.MARK)
    frame.items = actItems(frame.cell, act)
  }
  frame.next = 0
}

const actCodes: Readonly<Record<CellAct['op'], number>> = {
  append: op.APPEND,
  appends: op.APPENDS,
  setitem: op.SETITEM,
  setitems: op.SETITEMS,
  additems: op.ADDITEMS,
  build: op.BUILD,
  setter: op.POP,
}

function partsOf(e: Encoder, cell: Cell): number {
  return cell.acts.length + (e.discarded.get(cell)?.length ?? 0)
}
