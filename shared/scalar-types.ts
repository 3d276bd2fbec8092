/** What the numbers of a saved global state stand for: dtypes and autocast's devices, by name. */

/** c10::ScalarType by number, as its name is printed and as Python's dtype. */
export const SCALAR_TYPES: readonly (readonly [name: string, dtype: string])[] = [
  ['Byte', 'uint8'],
  ['Char', 'int8'],
  ['Short', 'int16'],
  ['Int', 'int32'],
  ['Long', 'int64'],
  ['Half', 'float16'],
  ['Float', 'float32'],
  ['Double', 'float64'],
  ['ComplexHalf', 'complex32'],
  ['ComplexFloat', 'complex64'],
  ['ComplexDouble', 'complex128'],
  ['Bool', 'bool'],
  ['QInt8', 'qint8'],
  ['QUInt8', 'quint8'],
  ['QInt32', 'qint32'],
  ['BFloat16', 'bfloat16'],
  ['QUInt4x2', 'quint4x2'],
  ['QUInt2x4', 'quint2x4'],
  ['Bits1x8', 'bits1x8'],
  ['Bits2x4', 'bits2x4'],
  ['Bits4x2', 'bits4x2'],
  ['Bits8', 'bits8'],
  ['Bits16', 'bits16'],
  ['Float8_e5m2', 'float8_e5m2'],
  ['Float8_e4m3fn', 'float8_e4m3fn'],
  ['Float8_e5m2fnuz', 'float8_e5m2fnuz'],
  ['Float8_e4m3fnuz', 'float8_e4m3fnuz'],
  ['UInt16', 'uint16'],
  ['UInt32', 'uint32'],
  ['UInt64', 'uint64'],
  ['UInt1', 'uint1'],
  ['UInt2', 'uint2'],
  ['UInt3', 'uint3'],
  ['UInt4', 'uint4'],
  ['UInt5', 'uint5'],
  ['UInt6', 'uint6'],
  ['UInt7', 'uint7'],
  ['Int1', 'int1'],
  ['Int2', 'int2'],
  ['Int3', 'int3'],
  ['Int4', 'int4'],
  ['Int5', 'int5'],
  ['Int6', 'int6'],
  ['Int7', 'int7'],
  ['Float8_e8m0fnu', 'float8_e8m0fnu'],
  ['Float4_e2m1fn_x2', 'float4_e2m1fn_x2'],
]

/** Devices that autocast knows, in their order (_AUTOCAST_SUPPORTED_DEVICES). */
export const AUTOCAST_DEVICES = ['cpu', 'cuda', 'mtia', 'maia', 'xpu', 'ipu', 'hpu', 'xla', 'privateuseone', 'mps']

/** The dtypes that people use, those of everyday first: what a choice of one offers at the top. */
export const COMMON_DTYPES = [
  'float32',
  'float64',
  'float16',
  'bfloat16',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint8',
  'bool',
  'complex64',
  'complex128',
]

/** Those, and the two that are common in quantised models. */
export const DTYPES_WITH_FLOAT8 = [...COMMON_DTYPES, 'float8_e4m3fn', 'float8_e5m2']
