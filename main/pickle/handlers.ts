/** Which function executes which opcode. STOP is the loop's own. */
import * as containers from './opcodes-containers'
import * as objects from './opcodes-objects'
import * as scalars from './opcodes-scalars'
import * as stack from './opcodes-stack'
import type { Machine } from './machine'
import * as op from './opcodes'

/** Executes the opcode `code` that stands at `at`; the machine's position is behind it. */
export type Handler = (m: Machine, at: number, code: number) => void

const table: readonly (readonly [code: number, handler: Handler])[] = [
  [op.PROTO, stack.protocol],
  [op.FRAME, stack.frame],
  [op.MARK, stack.mark],
  [op.POP, stack.pop],
  [op.POP_MARK, stack.popMarked],
  [op.DUP, stack.duplicate],
  [op.MEMOIZE, stack.memoize],
  [op.PUT, stack.putText],
  [op.BINPUT, stack.putByte],
  [op.LONG_BINPUT, stack.putLong],
  [op.GET, stack.getText],
  [op.BINGET, stack.getByte],
  [op.LONG_BINGET, stack.getLong],

  [op.NONE, scalars.none],
  [op.NEWTRUE, scalars.bool],
  [op.NEWFALSE, scalars.bool],
  [op.INT, scalars.intLine],
  [op.LONG, scalars.longLine],
  [op.BININT, scalars.int4],
  [op.BININT1, scalars.int1],
  [op.BININT2, scalars.int2],
  [op.LONG1, scalars.long1],
  [op.LONG4, scalars.long4],
  [op.FLOAT, scalars.floatLine],
  [op.BINFLOAT, scalars.float8],
  [op.UNICODE, scalars.unicodeLine],
  [op.SHORT_BINUNICODE, scalars.unicode],
  [op.BINUNICODE, scalars.unicode],
  [op.BINUNICODE8, scalars.unicode],
  [op.STRING, scalars.stringLine],
  [op.BINSTRING, scalars.string],
  [op.SHORT_BINSTRING, scalars.string],
  [op.SHORT_BINBYTES, scalars.bytes],
  [op.BINBYTES, scalars.bytes],
  [op.BINBYTES8, scalars.bytes],
  [op.BYTEARRAY8, scalars.bytes],

  [op.EMPTY_TUPLE, containers.emptyTuple],
  [op.TUPLE1, containers.tuple1],
  [op.TUPLE2, containers.tuple2],
  [op.TUPLE3, containers.tuple3],
  [op.TUPLE, containers.marked],
  [op.FROZENSET, containers.marked],
  [op.EMPTY_LIST, containers.emptyList],
  [op.EMPTY_DICT, containers.emptyDict],
  [op.EMPTY_SET, containers.emptySet],
  [op.LIST, containers.list],
  [op.DICT, containers.dict],
  [op.APPEND, containers.append],
  [op.APPENDS, containers.appends],
  [op.SETITEM, containers.setitem],
  [op.SETITEMS, containers.setitems],
  [op.ADDITEMS, containers.additems],

  [op.GLOBAL, objects.global],
  [op.STACK_GLOBAL, objects.stackGlobal],
  [op.REDUCE, objects.reduce],
  [op.NEWOBJ, objects.newobj],
  [op.NEWOBJ_EX, objects.newobjEx],
  [op.BUILD, objects.build],
  [op.INST, objects.inst],
  [op.OBJ, objects.obj],
  [op.PERSID, objects.persidLine],
  [op.BINPERSID, objects.persid],
  [op.EXT1, objects.ext],
  [op.EXT2, objects.ext],
  [op.EXT4, objects.ext],
  [op.NEXT_BUFFER, objects.nextBuffer],
  [op.READONLY_BUFFER, objects.readonlyBuffer],
]

/** By opcode byte; null where there is no such opcode. */
export const handlers: readonly (Handler | null)[] = Array.from(
  { length: 256 },
  (_, code) => table.find(([known]) => known === code)?.[1] ?? null,
)
