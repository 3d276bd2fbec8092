/** The code parts of `dynamo_guards` with their stacks: torch 2.3 writes one for each guard, 2.8 to 2.14 those on shared storage alone. */
import type { StackFrame } from '../../shared/tree'
import { isObject, numberIn, textIn } from './fields'

export interface TracedPart {
  readonly code: string
  /** Of torch and of the user's code above it, outermost first; empty where the log has none. */
  readonly stack: readonly StackFrame[]
  readonly userStack: readonly StackFrame[]
}

/** `files`: the names of files, which frames give by number. What is not a list of code parts gives none. */
export function readCodeParts(payload: string, files: ReadonlyMap<number, string>): readonly TracedPart[] {
  let list: unknown
  try {
    list = JSON.parse(payload)
  } catch {
    return []
  }
  if (!Array.isArray(list)) return []
  return list.filter(isObject).map((part) => ({
    code: textIn(part, 'code'),
    stack: framesIn(part['stack'], files),
    userStack: framesIn(part['user_stack'], files),
  }))
}

/** from_traceback of torch/_logging/structured.py; torch 2.3 has no `loc`, the line itself. */
export function framesIn(stack: unknown, files: ReadonlyMap<number, string>): readonly StackFrame[] {
  if (!Array.isArray(stack)) return []
  return stack.filter(isObject).map((frame) => ({
    file: files.get(numberIn(frame, 'filename') ?? -1) ?? textIn(frame, 'filename'),
    line: numberIn(frame, 'line') ?? 0,
    function: textIn(frame, 'name'),
    code: textIn(frame, 'loc').trim(),
  }))
}
