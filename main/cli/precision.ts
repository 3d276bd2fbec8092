/** `precision replay RECORDING` and `precision show`: the fp32 precision settings, without torch. */
import { gunzipSync } from 'node:zlib'
import type { PrecisionReading, PrecisionState } from '../../shared/precision'
import { act, startState } from '../precision/interpret'
import { namedAction } from '../precision/named-action'
import { readAll } from '../precision/reading'
import { parseRecording, replay } from '../precision/recording'
import type { PrecisionRules } from '../precision/rules'
import { KNOWN_VERSIONS, latestRules, rulesFor } from '../precision/versions'
import { type Command, CommandError, DONE, FINDINGS, type Status } from './command'
import { oneLine, write, writeError, writeJson } from './output'
import { precisionText } from './precision-text'
import { readFile } from './read-file'

const USAGE = '(usage: guardscope precision replay RECORDING | precision show [--torch V] [--set NAME=VALUE]...)'

export const precision: Command = {
  operands: ['ACTION'],
  optional: ['RECORDING'],
  options: { torch: { type: 'string' }, set: { type: 'string', multiple: true } },
  run({ operands, values, json }) {
    const [action, recording] = operands
    if (action === 'replay') {
      if (recording === undefined) throw new CommandError(`no RECORDING given ${USAGE}`)
      if (values['set'] !== undefined) throw new CommandError(`replay takes no --set ${USAGE}`)
      return replayRecording(recording, values['torch'], json)
    }
    if (action !== 'show') throw new CommandError(`precision ${JSON.stringify(action)}: one of replay, show ${USAGE}`)
    if (recording !== undefined) throw new CommandError(`unexpected ${JSON.stringify(recording)} ${USAGE}`)
    return show(values['torch'], values['set'], json)
  },
}

function replayRecording(path: string, torch: unknown, json: boolean): Status {
  const recording = parseRecording(jsonIn(path))
  if (typeof recording === 'string') throw new CommandError(`${path}: ${recording}`)
  const rules = torch === undefined ? chosen(recording.torch, `${path}: torch`) : chosen(torch, '--torch')
  const { checked, differences } = replay(rules, recording)
  const bad = differences.length
  if (json) writeJson({ torch: recording.torch, rules: rules.torch, checked, bad, differences })
  else {
    const lines = differences.map(
      ({ trace, step, what, torch: theirs, model }) =>
        `${step < 0 ? `trace ${trace}, start` : `trace ${trace}, step ${step}`}: ${what}: torch ${oneLine(theirs)}, here ${oneLine(model)}\n`,
    )
    write(`${lines.join('')}${checked} checked, ${bad} bad\n`)
  }
  return bad > 0 ? FINDINGS : DONE
}

function show(torch: unknown, set: unknown, json: boolean): Status {
  const { rules, state } = rulesAndState(torch, set)
  const reading = readAll(rules, state)
  if (json) writeJson(asJson(reading))
  else write(precisionText(reading))
  return DONE
}

/** The rules of `--torch`, and what each `--set` in turn brings its start to. */
export function rulesAndState(
  torch: unknown,
  set: unknown,
): { readonly rules: PrecisionRules; readonly state: PrecisionState } {
  const rules = torch === undefined ? latestRules() : chosen(torch, '--torch')
  let state = startState(rules)
  for (const [i, assignment] of (Array.isArray(set) ? set : []).entries())
    state = assigned(rules, state, String(assignment), i === 0)
  return { rules, state }
}

/** What torch raises is told as it says it. */
function assigned(rules: PrecisionRules, state: PrecisionState, text: string, first: boolean): PrecisionState {
  const at = text.indexOf('=')
  if (at < 1) throw new CommandError(`--set takes NAME=VALUE, not ${JSON.stringify(text)}`)
  const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  const start = rules.starts.find(({ env }) => env !== '' && env === name)
  if (start !== undefined) {
    if (!first) throw new CommandError(`--set ${text}: torch reads ${name} at its start: it has to come first`)
    if (value !== '0' && value !== '1') throw new CommandError(`--set ${text}: ${name} is 0 or 1`)
    return value === '1' ? startState(rules, start.env) : state
  }
  const action = namedAction(rules, name, value)
  if (typeof action === 'string') throw new CommandError(`--set ${text}: ${action}`)
  const { state: next, result, warning } = act(rules, state, action)
  if ('error' in result) throw new CommandError(`--set ${text}: ${result.error}: ${result.message}`)
  if (warning !== '') writeError(`--set ${text}: torch warns: ${warning}`)
  return next
}

function chosen(version: unknown, what: string): PrecisionRules {
  const found = rulesFor(String(version))
  if (found === null)
    throw new CommandError(
      `${what} ${JSON.stringify(version)}: fp32_precision came with torch 2.9; rules are known for ${KNOWN_VERSIONS.join(', ')}`,
    )
  if (found.note !== '') writeError(found.note)
  return found.rules
}

function asJson({ state, nodes, attributes, legacy, guardKeys }: PrecisionReading): unknown {
  return {
    torch: state.torch,
    nodes: nodes.map(({ cell, name, raw, value, origin, guarded, notes }) => ({
      cell,
      name,
      set: raw,
      resolved: value,
      from: origin.from === 'ancestor' ? origin.cell : origin.from,
      guarded,
      notes,
    })),
    attributes,
    legacy,
    global_state: Object.fromEntries(guardKeys.map(({ key, value }) => [key, value])),
  }
}

/** A recording may be gzipped. */
function jsonIn(path: string): unknown {
  const bytes = readFile(path)
  try {
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: 2 ** 29 - 24 }) : bytes
    return JSON.parse(new TextDecoder().decode(plain))
  } catch (error) {
    throw new CommandError(`${path}: not a recording: ${oneLine(error)}`)
  }
}
