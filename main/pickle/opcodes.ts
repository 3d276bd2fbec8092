/** The 68 opcodes of pickle protocols 0 to 5, by the names pickletools gives them. */

// Protocol 0
export const INT = 0x49
export const LONG = 0x4c
export const STRING = 0x53
export const NONE = 0x4e
export const UNICODE = 0x56
export const FLOAT = 0x46
export const APPEND = 0x61
export const LIST = 0x6c
export const TUPLE = 0x74
export const DICT = 0x64
export const SETITEM = 0x73
export const POP = 0x30
export const DUP = 0x32
export const MARK = 0x28
export const GET = 0x67
export const PUT = 0x70
export const GLOBAL = 0x63
export const REDUCE = 0x52
export const BUILD = 0x62
export const INST = 0x69
export const STOP = 0x2e
export const PERSID = 0x50
// Protocol 1
export const BININT = 0x4a
export const BININT1 = 0x4b
export const BININT2 = 0x4d
export const BINSTRING = 0x54
export const SHORT_BINSTRING = 0x55
export const BINUNICODE = 0x58
export const BINFLOAT = 0x47
export const EMPTY_LIST = 0x5d
export const APPENDS = 0x65
export const EMPTY_TUPLE = 0x29
export const EMPTY_DICT = 0x7d
export const SETITEMS = 0x75
export const POP_MARK = 0x31
export const BINGET = 0x68
export const LONG_BINGET = 0x6a
export const BINPUT = 0x71
export const LONG_BINPUT = 0x72
export const OBJ = 0x6f
export const BINPERSID = 0x51
// Protocol 2
export const LONG1 = 0x8a
export const LONG4 = 0x8b
export const NEWTRUE = 0x88
export const NEWFALSE = 0x89
export const TUPLE1 = 0x85
export const TUPLE2 = 0x86
export const TUPLE3 = 0x87
export const EXT1 = 0x82
export const EXT2 = 0x83
export const EXT4 = 0x84
export const NEWOBJ = 0x81
export const PROTO = 0x80
// Protocol 3
export const BINBYTES = 0x42
export const SHORT_BINBYTES = 0x43
// Protocol 4
export const BINBYTES8 = 0x8e
export const SHORT_BINUNICODE = 0x8c
export const BINUNICODE8 = 0x8d
export const EMPTY_SET = 0x8f
export const ADDITEMS = 0x90
export const FROZENSET = 0x91
export const MEMOIZE = 0x94
export const STACK_GLOBAL = 0x93
export const NEWOBJ_EX = 0x92
export const FRAME = 0x95
// Protocol 5
export const BYTEARRAY8 = 0x96
export const NEXT_BUFFER = 0x97
export const READONLY_BUFFER = 0x98

const names: readonly (readonly [code: number, name: string])[] = [
  [INT, 'INT'],
  [LONG, 'LONG'],
  [STRING, 'STRING'],
  [NONE, 'NONE'],
  [UNICODE, 'UNICODE'],
  [FLOAT, 'FLOAT'],
  [APPEND, 'APPEND'],
  [LIST, 'LIST'],
  [TUPLE, 'TUPLE'],
  [DICT, 'DICT'],
  [SETITEM, 'SETITEM'],
  [POP, 'POP'],
  [DUP, 'DUP'],
  [MARK, 'MARK'],
  [GET, 'GET'],
  [PUT, 'PUT'],
  [GLOBAL, 'GLOBAL'],
  [REDUCE, 'REDUCE'],
  [BUILD, 'BUILD'],
  [INST, 'INST'],
  [STOP, 'STOP'],
  [PERSID, 'PERSID'],
  [BININT, 'BININT'],
  [BININT1, 'BININT1'],
  [BININT2, 'BININT2'],
  [BINSTRING, 'BINSTRING'],
  [SHORT_BINSTRING, 'SHORT_BINSTRING'],
  [BINUNICODE, 'BINUNICODE'],
  [BINFLOAT, 'BINFLOAT'],
  [EMPTY_LIST, 'EMPTY_LIST'],
  [APPENDS, 'APPENDS'],
  [EMPTY_TUPLE, 'EMPTY_TUPLE'],
  [EMPTY_DICT, 'EMPTY_DICT'],
  [SETITEMS, 'SETITEMS'],
  [POP_MARK, 'POP_MARK'],
  [BINGET, 'BINGET'],
  [LONG_BINGET, 'LONG_BINGET'],
  [BINPUT, 'BINPUT'],
  [LONG_BINPUT, 'LONG_BINPUT'],
  [OBJ, 'OBJ'],
  [BINPERSID, 'BINPERSID'],
  [LONG1, 'LONG1'],
  [LONG4, 'LONG4'],
  [NEWTRUE, 'NEWTRUE'],
  [NEWFALSE, 'NEWFALSE'],
  [TUPLE1, 'TUPLE1'],
  [TUPLE2, 'TUPLE2'],
  [TUPLE3, 'TUPLE3'],
  [EXT1, 'EXT1'],
  [EXT2, 'EXT2'],
  [EXT4, 'EXT4'],
  [NEWOBJ, 'NEWOBJ'],
  [PROTO, 'PROTO'],
  [BINBYTES, 'BINBYTES'],
  [SHORT_BINBYTES, 'SHORT_BINBYTES'],
  [BINBYTES8, 'BINBYTES8'],
  [SHORT_BINUNICODE, 'SHORT_BINUNICODE'],
  [BINUNICODE8, 'BINUNICODE8'],
  [EMPTY_SET, 'EMPTY_SET'],
  [ADDITEMS, 'ADDITEMS'],
  [FROZENSET, 'FROZENSET'],
  [MEMOIZE, 'MEMOIZE'],
  [STACK_GLOBAL, 'STACK_GLOBAL'],
  [NEWOBJ_EX, 'NEWOBJ_EX'],
  [FRAME, 'FRAME'],
  [BYTEARRAY8, 'BYTEARRAY8'],
  [NEXT_BUFFER, 'NEXT_BUFFER'],
  [READONLY_BUFFER, 'READONLY_BUFFER'],
]

/** Opcode byte to name. */
export const opcodeNames: ReadonlyMap<number, string> = new Map(names)
