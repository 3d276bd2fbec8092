/** Writes the lines of a torch log: records with payloads, printed trees, reasons, latencies, and what programs print between. */
import { createHash } from 'node:crypto'
import type { Random } from '../random'
import { anyJson, jsonText } from './json'

const EVENTS = ['artifact', 'compilation_metrics', 'create_symbol', 'dynamo_cpp_guards_str', 'dynamo_guards', 'dynamo_start', 'str', 'chromium_event', 'new_event', '__proto__'] // prettier-ignore
const GUARDS = ['TENSOR_MATCH', 'EQUALS_MATCH', 'LAMBDA_GUARD', 'TYPE_MATCH', 'DICT_CONTAINS', 'ID_MATCH', 'GLOBAL_STATE', 'NO_TENSOR_ALIASING', 'STORAGE_OVERLAPPING', 'LENGTH_CHECK'] // prettier-ignore
const PARTS = [
  "check_tensor(L['x'], Tensor, DispatchKeySet(CPU), torch.float32, device=None, requires_grad=False, size=[4, 3], stride=[3, 1])",
  "L['n'] == 6", "2 <= L['x'].size()[0]", "L['x'].size()[0] == 2*L['y'].size()[0]", '___check_global_state()', "len(L['d']) == 2",
  "hasattr(L['x'], '_dynamo_dynamic_indices') == False", "___check_type_id(L['x'], 94), type=<class 'int'>", '(((', 'L[', "''", '',
] // prettier-ignore
const REASONS = [
  "tensor 'x' size mismatch at index 0. expected 4, actual 5", "2 <= x.size()[0]", "n == 6", 'len(d) == 2', 'GLOBAL_STATE changed: grad_mode',
  "tensor 'x' dtype mismatch. expected Float, actual Double", "expected type of 'x' to be a tensor type, ' but found <class 'int'>",
  'duplicate tensor found where not expected! tensor L', "tensor 'x' stride mismatch at index 99999999999999999999. expected x, actual",
  'KeyError on L[\'d\'][\'k\']', 'cache line invalidated because L[\'self\'] got deallocated', '', '(', "f'{x}'",
] // prettier-ignore

/** A log of one to forty entries. */
export function logText(random: Random): string {
  return Array.from({ length: 1 + random.size(40) }, () => entry(random)).join('')
}

function entry(random: Random): string {
  const id = `${random.pick(['', '', '!0/'])}${random.below(3)}/${random.below(4)}${random.oneIn(6) ? `_${random.below(3)}` : ''}`
  switch (random.below(8)) {
    case 0:
    case 1:
      return record(random)
    case 2:
    case 3:
      return `${text(random, id, 'guards', ['', 'TREE_GUARD_MANAGER:', '+- RootGuardManager', ...tree(random), ''])}`
    case 4: {
      const reasons = random.several(4, () => `    - ${random.below(3)}/${random.below(4)}: ${random.pick(REASONS)}`)
      return text(random, id, 'recompiles', ['Recompiling function f in /a.py:1', '    triggered by the following guard failure(s):', ...reasons]) // prettier-ignore
    }
    case 5:
      return text(random, id, 'guards', [`Guard eval latency = ${random.pick(['1.5', '0', '1e9', 'x', '-1'])} us`])
    case 6:
      return text(random, id, '', ['torch._dynamo hit config.recompile_limit (8)', "   function: 'f' (/a.py:1)", `   last reason: ${id}: ${random.pick(REASONS)}`]) // prettier-ignore
    default:
      return random.pick([
        '\n',
        'hello\n',
        '\tstray payload\n',
        '[rank0]:\n',
        `${'x'.repeat(random.size(5000))}\n`,
        'V1125 17:56\n',
      ])
  }
}

/** The printed tree of a few nodes, as torch indents them. */
export function tree(random: Random): string[] {
  const lines: string[] = []
  let depth = 1
  for (let n = random.size(30); n > 0; n--) {
    depth = Math.max(0, depth + random.below(3) - 1 + (random.oneIn(30) ? random.size(2000) : 0))
    const body = random.oneIn(2)
      ? `${random.pick(GUARDS)}: ${random.pick(PARTS)}${random.oneIn(2) ? '  # return x + 1  # a.py:65 in f' : ''}`
      : `${random.pick(['GuardManager', 'DictGuardManager', 'KeyManager: GuardManager', 'KeyValueManager pair at index=3'])}: source=${random.pick(["L['x']", "G['N']", "L['d'][\"a, b\"]", ''])}, accessed_by=DictGetItemGuardAccessor('x'), type=<class 'int'>, tag_safe=(False, True)` // prettier-ignore
    lines.push(`${'| '.repeat(depth)}+- ${body}`)
  }
  return lines
}

function record(random: Random): string {
  const event = random.pick(EVENTS)
  const payload = random.oneIn(3) ? null : payloadOf(random, event)
  const about: Record<string, unknown> = {
    [event]: valueOf(random, event),
    frame_id: random.below(3),
    frame_compile_id: random.below(3),
    attempt: random.below(2),
    ...(random.oneIn(6) ? { rank: random.below(3) } : {}),
    ...(random.oneIn(8) ? { compiled_autograd_id: random.below(2) } : {}),
  }
  if (payload !== null)
    about['has_payload'] = random.oneIn(6) ? 'feed' : createHash('md5').update(payload).digest('hex')
  const lines = payload === null ? '' : `${payload.replace(/^/gm, '\t')}\n`
  return `${prefix(random)}${jsonText(about as never)}\n${lines}`
}

function valueOf(random: Random, event: string): unknown {
  if (random.oneIn(5)) return anyJson(random, 3)
  switch (event) {
    case 'str':
      return [random.pick(['/a.py', '\u202e', '']), random.below(4)]
    case 'dynamo_start':
      return { stack: random.several(3, () => ({ line: random.below(99), name: 'f', filename: random.below(4) })) }
    case 'artifact':
      return {
        name: random.pick(['torch_version', 'recompile_reasons', 'dynamo_error', 'fx_graph_cache_hit']),
        encoding: 'json',
      }
    case 'create_symbol':
      return { symbol: 's0', val: '4', vr: '[2, int_oo]', source: "L['x'].size()[0]", user_stack: [], stack: [] }
    case 'compilation_metrics':
      return { compile_id: '0/0', co_name: 'f', co_filename: '/a.py', co_firstlineno: random.below(9), guard_count: random.below(99), fail_reason: random.pick([null, 'recompile limit exceeded']), guard_latency_us: random.below(99), recompile_reason: random.pick([null, `0/0: ${random.pick(REASONS)}`]) } // prettier-ignore
    default:
      return {}
  }
}

function payloadOf(random: Random, event: string): string {
  if (random.oneIn(5)) return jsonText(anyJson(random, 2))
  switch (event) {
    case 'dynamo_cpp_guards_str':
      return ['', 'TREE_GUARD_MANAGER:', '+- RootGuardManager', ...tree(random), ''].join('\n')
    case 'dynamo_guards':
      return jsonText(random.several(4, () => ({ code: random.pick(PARTS), stack: null, user_stack: null })) as never)
    case 'artifact':
      return jsonText(
        random.pick([{ pytorch_version: '2.13.0' }, random.several(3, () => `0/0: ${random.pick(REASONS)}`)]) as never,
      )
    default:
      return random.pick(REASONS)
  }
}

function text(random: Random, id: string, artifact: string, lines: readonly string[]): string {
  const head = prefix(random)
  return lines.map((line) => `${head}[${id}] ${artifact === '' ? '' : `[__${artifact}] `}${line}\n`).join('')
}

const prefix = (random: Random): string =>
  `${random.oneIn(10) ? `[rank${random.below(3)}]:` : ''}V1125 17:56:44.82600${random.below(10)} ${random.pick([24314, 24314, 7])} torch/_dynamo/guards.py:4483] `

export const LOG_WORDS: readonly string[] = [
  '\n', '\t', '\n\t', 'V1125 17:56:44.826000 24314 torch/_dynamo/guards.py:4483] ', '[0/0] [__guards] ', '[0/1] [__recompiles] ', '[rank0]:',
  '{"', '": ', '"has_payload": "', '| ', '+- ', 'TREE_GUARD_MANAGER:', 'GuardManager: source=', ', accessed_by=', 'LAMBDA_GUARD: ', '  # ',
  ...PARTS, ...REASONS.map((reason) => `    - 0/0: ${reason}`), '    - ', ' expected ', ' actual ', '\0', '\r\n',
] // prettier-ignore
