/** What a log tells of sizes: the symbols of a compile, the shape guards that lines of code added, sizes made static. */
import type { CompileShapes, ShapeGuard, ShapeSymbol, Specialization } from '../../shared/trace'
import { framesIn } from './code-parts'
import { isObject, type Json, jsonObject, textIn, textsIn } from './fields'

/** Events of torch/fx/experimental/symbolic_shapes.py that tell of sizes. */
export const SHAPE_EVENTS: ReadonlySet<string> = new Set([
  'create_symbol',
  'create_unbacked_symbol',
  'guard_added',
  'guard_added_fast',
  'propagate_real_tensors_provenance',
  'symbolic_shape_specialization',
])

/** `records`: the JSON of each in the order of the log. `files`: names of files, which frames give by number. */
export function shapesIn(records: readonly string[], files: ReadonlyMap<number, string>): CompileShapes {
  const symbols: ShapeSymbol[] = []
  const guards: ShapeGuard[] = []
  const specialized: Specialization[] = []
  for (const record of records) {
    const json = jsonObject(record)
    const event = json === null ? undefined : Object.keys(json).find((key) => SHAPE_EVENTS.has(key))
    const body = event === undefined ? null : json?.[event]
    if (!isObject(body)) continue
    const stacks = { userStack: framesIn(body['user_stack'], files), stack: framesIn(body['stack'], files) }
    switch (event) {
      case 'create_symbol':
      case 'create_unbacked_symbol':
        symbols.push({ ...symbolIn(body), ...stacks })
        break
      case 'symbolic_shape_specialization':
        specialized.push({
          symbol: textIn(body, 'symbol'),
          sources: textsIn(body, 'sources'),
          value: textIn(body, 'value'),
          reason: textIn(body, 'reason'),
          ...stacks,
        })
        break
      case 'propagate_real_tensors_provenance': {
        const expression = `${textIn(body, 'expr')} -> ${textIn(body, 'result')}`
        guards.push({ expression, how: 'propagate_real_tensors', ...stacks })
        break
      }
      default:
        addGuard(guards, body, stacks)
    }
  }
  return { symbols, guards, specialized }
}

type Stacks = Pick<ShapeGuard, 'userStack' | 'stack'>

function symbolIn(body: Json): Omit<ShapeSymbol, keyof Stacks> {
  return {
    symbol: textIn(body, 'symbol'),
    source: textIn(body, 'source'),
    hint: 'val' in body ? textIn(body, 'val') : null,
    range: textIn(body, 'vr'),
  }
}

/** `_log_guard` writes `guard_added`, of TORCH_DTRACE, right before the `guard_added_fast` of the same guard. */
function addGuard(guards: ShapeGuard[], body: Json, stacks: Stacks): void {
  const expression = textIn(body, 'expr')
  const how = 'prefix' in body ? textIn(body, 'prefix') : howIn(stacks)
  const last = guards.at(-1)
  const isSame = last?.expression === expression && !('prefix' in body) && last.stack.length <= FEW && how === last.how
  if (isSame) guards.pop()
  guards.push({ expression, how, ...stacks })
}

/** Frames of torch that `guard_added` keeps. */
const FEW = 3

/** torch's word for what became of the guard: the frame that called `_log_guard` holds it as a string. */
function howIn({ stack }: Stacks): string {
  const calls = stack.flatMap(({ code }) => /self\._log_guard\("([^"]*)"/.exec(code)?.[1] ?? [])
  return calls.at(-1) ?? ''
}

/** A guard that was added for the trace alone, and is none of the compile. */
export const isSuppressed = ({ how }: ShapeGuard): boolean => how.includes('suppressed')
