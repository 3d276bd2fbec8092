/** An action from a name and a text, as a person writes them: `cuda.matmul` and `tf32`, `cudnn.allow_tf32` and `true`. */
import type { PrecisionAction } from '../../shared/precision'
import { cellsOf, partsOf } from './interpret'
import { nameOf } from './reading'
import type { PrecisionRules } from './rules'

/** Names with or without `torch.` and `torch.backends.`; a node by its name or its cell. Else what is wrong, in one line. */
export function namedAction(rules: PrecisionRules, name: string, value: string): PrecisionAction | string {
  const cell = cellsOf(rules).find((one) => one === name || nameOf(rules, one) === name)
  if (cell !== undefined) {
    const { backend, op } = partsOf(rules, cell)
    return { kind: 'node', backend: backend?.name ?? '', op, value }
  }
  const short = name.replace(/^torch\.(?:backends\.)?/, '')
  if (/^(?:set_)?float32_matmul_precision$/.test(short)) return { kind: 'matmul', value }
  const long = `torch.backends.${short}`
  if (rules.attributes.some((attribute) => attribute.name === long)) return { kind: 'attribute', name: long, value }
  if (!rules.flags.some((flag) => flag.name === long)) return `no such node, attribute or flag: ${JSON.stringify(name)}`
  const flag = new Map([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ]).get(value.toLowerCase())
  return flag === undefined ? `${name} is true or false` : { kind: 'legacy', name: long, value: flag }
}
