/** Values that hold nothing else, or constants alone; and those of which only the class is known. */
import { floatFromRepr } from '../../values/classes'
import type { Value } from '../../values/value'
import { functionOf } from './code'
import { classNamed, intOf, type Json, type Reading } from './making'

type Constant = Json<
  | 'none'
  | 'ellipsis'
  | 'bool'
  | 'str'
  | 'int'
  | 'float'
  | 'complex'
  | 'bytes'
  | 'dtype'
  | 'layout'
  | 'builtin'
  | 'memory_format'
  | 'device'
  | 'range'
  | 'slice'
  | 'enum'
  | 'dispatch_key_set'
  | 'missing'
  | 'opaque'
  | 'undescribable'
>

export function constant(reader: Reading, json: Constant, path: string): Value {
  const { classes } = reader
  const node = null
  switch (json.kind) {
    case 'none':
      return { kind: 'none', type: classes.builtin('NoneType'), node }
    case 'ellipsis':
      return { kind: 'ellipsis', type: classes.builtin('ellipsis'), node }
    case 'bool':
      return { kind: 'bool', type: classes.builtin('bool'), node, value: json.value }
    case 'str':
      return { kind: 'str', type: classes.builtin('str'), node, value: json.value }
    case 'int':
      return intOf(classes, BigInt(json.value))
    case 'float':
      return { kind: 'float', type: classes.builtin('float'), node, value: floatFromRepr(json.value) }
    case 'complex':
      return {
        kind: 'complex',
        type: classes.builtin('complex'),
        node,
        re: floatFromRepr(json.re),
        im: floatFromRepr(json.im),
      }
    case 'bytes':
      return { kind: 'bytes', type: classes.builtin('bytes'), node, value: fromHex(json.hex) }
    case 'dtype':
    case 'layout':
      return { kind: 'constant', type: classNamed(classes, `torch.${json.kind}`), node, name: json.name }
    case 'device':
      return {
        kind: 'device',
        type: classNamed(classes, 'torch.device'),
        node,
        device: json.type,
        index: json.index === null ? null : BigInt(json.index),
      }
    case 'range':
      return {
        kind: 'range',
        type: classes.builtin('range'),
        node,
        start: intOf(classes, BigInt(json.start)),
        stop: intOf(classes, BigInt(json.stop)),
        step: intOf(classes, BigInt(json.step)),
      }
    case 'slice':
      return {
        kind: 'slice',
        type: classes.builtin('slice'),
        node,
        start: reader.value(json.start, `${path}.start`),
        stop: reader.value(json.stop, `${path}.stop`),
        step: reader.value(json.step, `${path}.step`),
      }
    case 'enum':
      return {
        kind: 'enum',
        type: classNamed(classes, json.type),
        node,
        value: reader.value(json.value, `${path}.value`),
        member: json.name,
      }
    case 'builtin':
      return functionOf(
        classes,
        'builtin_function_or_method',
        json.name,
        json.name.slice(json.name.lastIndexOf('.') + 1),
      )
    case 'memory_format':
      return { kind: 'constant', type: classNamed(classes, 'torch.memory_format'), node, name: json.name }
    case 'dispatch_key_set':
      return {
        kind: 'dispatch-key-set',
        type: classNamed(classes, 'torch._C.DispatchKeySet'),
        node,
        raw: BigInt(json.raw),
      }
    case 'missing':
      return {
        kind: 'missing',
        type: classNamed(classes, 'torch._dynamo.guards._Missing'),
        node,
        reason: json.reason ?? '',
      }
    case 'opaque':
    case 'undescribable':
      return {
        kind: 'unknown',
        type: classNamed(classes, json.type),
        node,
        why: `the scenario gives no more than its class, ${json.type}`,
        repr: null,
        described: json.id !== undefined,
        ...(json.length === undefined ? {} : { length: json.length }),
      }
  }
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}
