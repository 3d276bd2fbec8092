/** `set-global-state`, `replace-global-state`: the JSON that GlobalStateGuard.__setstate__ reads, which aborts the process where it cannot. */
import { GlobalStateSchema } from '../../../shared/scenario'
import { AUTOCAST_DEVICES, SCALAR_TYPES } from '../../../shared/scalar-types'
import { makeStr } from '../../pickle/make'
import { type Draft, nodeAt, type Place } from '../../pickle/patch'
import { buildPlace, fieldPlace } from '../../pickle/places'
import { misfitOf } from '../check/schema-words'
import { EditRefused, unlessForced } from './refused'
import type { View } from './view'

type Json = Readonly<Record<string, unknown>>
type Force = { readonly force?: boolean | undefined }

export function setGlobalState(
  view: View,
  draft: Draft,
  edit: Force & { readonly key: string; readonly value?: unknown },
): void {
  const place = statePlace(view)
  const old = parsed(nodeAt(place).kind === 'str' ? view.state.globalState : null)
  if (!Object.hasOwn(GlobalStateSchema.shape, edit.key))
    throw new EditRefused(
      `the global state has no ${JSON.stringify(edit.key)}: one of ${Object.keys(GlobalStateSchema.shape).join(', ')}`,
    )
  write(view, draft, edit, place, { ...old, [edit.key]: edit.value })
}

export function replaceGlobalState(view: View, draft: Draft, edit: Force & { readonly state: Json }): void {
  write(view, draft, edit, statePlace(view), edit.state)
}

function statePlace(view: View): Place {
  const output = fieldPlace(view.state.root, 'output_graph')
  const guard = output === null ? null : fieldPlace(nodeAt(output), 'global_state_guard')
  const place = guard === null ? null : buildPlace(nodeAt(guard))
  if (place === null)
    throw new EditRefused(`torch ${view.state.version} saves no global state: the one of the loading process counts`)
  return place
}

export function parsed(text: string | null): Json {
  try {
    const json: unknown = text === null ? null : JSON.parse(text)
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Json
  } catch {
    // said below
  }
  throw new EditRefused('the global state of the file is no JSON object: replace-global-state replaces it')
}

function write(view: View, draft: Draft, edit: Force, place: Place, state: Json): void {
  refuseUnreadable(state)
  if (!view.hasGuard('GLOBAL_STATE'))
    unlessForced(edit, 'no GLOBAL_STATE guard is in the file: nothing would look at the state')
  // nlohmann::json writes its keys in order
  const keys = Object.keys(state).sort()
  const text = JSON.stringify(Object.fromEntries(keys.map((key) => [key, sorted(state[key])])))
  draft.replace(place, makeStr(text))
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const object = value as Json
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((key) => [key, object[key]]),
  )
}

/** guards.cpp reads each key with `at` and a type, from C: what it throws nobody catches. */
function refuseUnreadable(state: Json): void {
  const read = GlobalStateSchema.safeParse(state)
  if (!read.success) {
    const { path, message } = misfitOf(read.error.issues, state)
    throw new EditRefused(`${path.join('.')}: ${message}; a process that loads this aborts`)
  }
  const { autocast_state: autocast, default_dtype, num_threads, allow_fp16_reduce, allow_bf16_reduce } = read.data
  const dtypes = [default_dtype, ...autocast.dtype]
  const wrong = dtypes.find((dtype) => dtype < 0 || dtype >= SCALAR_TYPES.length)
  if (wrong !== undefined) throw new EditRefused(`${wrong} is the number of no dtype`)
  const devices = AUTOCAST_DEVICES.length
  if (autocast.enabled.length !== devices || autocast.dtype.length !== devices)
    throw new EditRefused(`autocast_state has ${devices} devices, so many are in enabled and in dtype`)
  if (num_threads < 1 || num_threads >= 2 ** 31) throw new EditRefused(`num_threads cannot be ${num_threads}`)
  for (const reduce of [allow_fp16_reduce, allow_bf16_reduce])
    if (typeof reduce === 'number' && (reduce < 0 || reduce > 2)) throw new EditRefused(`${reduce} allows no reduction`)
}
