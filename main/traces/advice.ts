/** What would spare a recompile, by what its guard was about. */
import type { ReasonKind, ShapeOrigin } from '../../shared/trace'
import type { ReadReason } from './reason'

/** One sentence. Names of torch are written so that they can be looked up. */
export function adviceFor(reason: ReadReason, origin: ShapeOrigin | null = null): string {
  return ofOrigin(reason, origin) ?? byKind(reason)[reason.kind]
}

/** Where the log tells what made the guard. */
function ofOrigin({ kind, source, asked, text, actual }: ReadReason, origin: ShapeOrigin | null): string | null {
  const size = /^2 <= (\S+)\.size\(\)\[(\d+)\]( <= \d+)?$/.exec(text)
  if (size !== null && (size[3] === undefined || /\] = [01]$/.test(actual ?? '')))
    return `Sizes 0 and 1 are compiled for themselves, mark_dynamic or not: pad, or torch._dynamo.decorators.mark_unbacked(${size[1]}, ${size[2]}).`
  const line = origin?.userStack.at(-1)
  if (origin === null || line === undefined) return null
  const place = `${line.file.replace(/^.*[\\/]/, '')}:${line.line}`
  const index = /at index (\d+)/.exec(asked)?.[1] ?? '0'
  if (origin.isStatic)
    return `The code at ${place} makes this size one number (${origin.expression}), so torch._dynamo.mark_dynamic(${source}, ${index}) fails there: write it without that question, or let each size be compiled.`
  return kind === 'shape'
    ? `The code at ${place} parts the sizes (${origin.expression}): write it without that question, or let both sides be compiled.`
    : null
}

type Texts = Readonly<Record<ReasonKind, string>>

function byKind({ source, asked, text, expected, actual }: ReadReason): Texts {
  const it = source === '' ? 'the input' : source
  const index = /at index (\d+)/.exec(asked)?.[1] ?? '0'
  const mark = `torch._dynamo.mark_dynamic(${it}, ${index})`
  return {
    size:
      expected === '0' || expected === '1' || actual === '0' || actual === '1'
        ? `Sizes 0 and 1 are compiled for themselves: pad, or torch._dynamo.decorators.mark_unbacked(${it}, ${index}).`
        : `If this size varies, ${mark} before the first call, or torch.compile(dynamic=True).`,
    stride: `Call ${it}.contiguous() before, so that one layout reaches the function.`,
    rank: `Give ${it} the same number of dimensions each time, or compile a function for each.`,
    dtype: `Convert ${it} before the call, so that one dtype reaches the function.`,
    device: `Call it on one device, or compile a function for each.`,
    'requires-grad': `Give ${it} the same requires_grad each time: detach it, or set it once.`,
    'dispatch-keys': `${it} is on another device, of another layout, or made in inference mode: call with one kind, or compile a function for each.`,
    'tensor-class': `Pass one class of tensor as ${it}, not now a Tensor and then a Parameter or a subclass.`,
    marking: `Mark the dimensions of ${it} before the first call, and alike each time.`,
    shape: text.includes('size()')
      ? `The code was compiled for a range of sizes: a branch on a size splits it, and 0 and 1 are apart. Take the branch out, or mark the size with its min and max.`
      : `An integer is in a range that the code was compiled for: take the branch on it out of the function.`,
    value: valueAdvice(it, expected),
    training: `Set train() or eval() once before the calls; two entries, one for each, are normal.`,
    type: `Pass one type as ${it}.`,
    identity: `Pass the same object as ${it} each time: hoist what makes it out of the call.`,
    length: `Keep the length of ${it} the same, pad it, or pass a tensor.`,
    keys: `Give ${it} the same keys in the same order each time; freeze it before the first call.`,
    contains: `Freeze ${it} before the first call, or hoist the test out of the function.`,
    attribute: `Set the attribute before the first call, on every object that is passed.`,
    aliasing: text.startsWith('check_overlapping(')
      ? `Let the inputs share memory at each call or at none: clone one where they come to.`
      : `Pass different tensors, or the same one, each time; clone one where they come to be the same.`,
    'global-state': `Set ${asked === '' ? 'the global state' : asked.replaceAll(' ', ', ')} once, before the first call, and not between calls.`,
    'mode-stack': `Call it under the same torch function modes (torch.device as a context is one), or enter them outside of all calls.`,
    'default-device': `Call torch.set_default_device once, before the first call.`,
    backend: `Give torch.compile the same backend object: keep one, or wrap it in functools.partial once.`,
    invalidated: `An object that the code was compiled for is gone: keep it alive as long as the function.`,
    unexpected:
      text === ''
        ? `torch gives no reason: no guard failed. Up to torch 2.8 another backend is told so; give torch.compile the same object.`
        : `torch says that no guard failed when it looked again: something changes while guards are checked.`,
    other: `See the guard.`,
  }
}

function valueAdvice(it: string, expected: string | null): string {
  if (expected !== null && /^-?\d+$/.test(expected)) {
    return /(^|\.)self\b|_modules/.test(it)
      ? `Make it a tensor, or set torch._dynamo.config.allow_unspec_int_on_nn_module; else set ${it} once.`
      : `A second value makes ${it} a symbol that takes all others, so one recompile is normal. Passed as a tensor it makes none.`
  }
  if (expected !== null && /^-?[\d.]+(e[+-]?\d+)?$/.test(expected))
    return `Pass ${it} as a tensor, so that any value is taken.`
  return `Hoist the choice on ${it} out of the function, or freeze it: a compile for each of its values is kept.`
}
