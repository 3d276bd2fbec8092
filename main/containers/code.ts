/** What a SerializedCode (torch/_dynamo/package.py) says of the function a guard protects. */
import type { PickleNode } from '../pickle/node'
import { fieldsOf, text, texts } from './fields'

export interface CodeInfo {
  /** `MLP.forward`; before Python 3.11 only `forward`. Empty where the code says nothing. */
  readonly name: string
  /** The names behind `framelocals_idx`, in order; null where the code does not list them. */
  readonly locals: readonly string[] | null
}

/** Reads a SerializedCode. */
export function codeInfo(code: PickleNode | undefined): CodeInfo {
  const fields = fieldsOf(code)
  const qualname = text(fields.get('co_qualname'))
  return {
    name: qualname === '' ? text(fields.get('co_name')) : qualname,
    locals: framelocalsNames(fields, qualname !== ''),
  }
}

/**
 * The frame's variables as torch indexes them (framelocals_mapping.cpp, code_framelocals_names).
 * From Python 3.11 that is `co_localsplusnames`: an argument that a closure captures stands once, as a local.
 * Before, it is co_varnames, co_cellvars and co_freevars one after the other.
 */
function framelocalsNames(fields: ReadonlyMap<string, PickleNode>, localsplus: boolean): readonly string[] | null {
  const varnames = texts(fields.get('co_varnames'))
  const cellvars = texts(fields.get('co_cellvars'))
  const freevars = texts(fields.get('co_freevars'))
  if (varnames === null || cellvars === null || freevars === null) return null
  const arguments_ = new Set(localsplus ? varnames : [])
  return [...varnames, ...cellvars.filter((name) => !arguments_.has(name)), ...freevars]
}
