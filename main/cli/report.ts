/** `report FILE -o OUT`: one report of a blob, a container, a comparison or a log; and what a build is to fail for. */
import { statSync } from 'node:fs'
import { extname } from 'node:path'
import { DEFAULT_RUNS, type Profile } from '../../shared/overhead'
import {
  REPORT_PARTS,
  REPORT_THEMES,
  type ReportFormat,
  type ReportOptions,
  type ReportPart,
} from '../../shared/report'
import type { ScenarioJson } from '../../shared/scenario'
import type { GuardDocument } from '../documents/document'
import { profileTree } from '../documents/profile'
import { makeReport, type ReportContent, type ReportedFile, summaryRows } from '../documents/report/report'
import { reportedTrace } from '../documents/report/trace'
import { saveFile } from '../documents/save'
import { readScenarioFile, type ScenarioFile } from '../documents/scenarios'
import { isTrace } from '../documents/trace-host'
import { Checker } from '../engine/check/checker'
import { NEW_PROCESS } from '../engine/check/loading-process'
import { ownScenario } from '../engine/check/own-scenario'
import { FAIL_ON, type FailOn, parseFailOn } from '../report/fail-on'
import { precisionPart } from '../report/precision-part'
import { renderReport } from '../report/render'
import { type Command, CommandError, type CommandInput, DONE, FINDINGS, type Status } from './command'
import { torchVersion } from './doctor'
import { about, chosenBlobs, isSameFile, openFile, openLog } from './open'
import { oneLine, write } from './output'
import { rulesAndState } from './precision'
import { readFile } from './read-file'
import { checked, pairsAgainst } from './report-against'

const USAGE = '(usage: guardscope report FILE -o OUT)'

export const report: Command = {
  operands: [],
  optional: ['FILE'],
  options: {
    output: { type: 'string', short: 'o', multiple: true },
    parts: { type: 'string' },
    'no-paths': { type: 'boolean' },
    'no-stacks': { type: 'boolean' },
    title: { type: 'string' },
    theme: { type: 'string' },
    scenarios: { type: 'string' },
    against: { type: 'string' },
    'against-blob': { type: 'string' },
    blob: { type: 'string' },
    profile: { type: 'boolean' },
    torch: { type: 'string' },
    set: { type: 'string', multiple: true },
    'fail-on': { type: 'string' },
    jobs: { type: 'string' },
    fresh: { type: 'boolean' },
  },
  async run(input): Promise<Status> {
    const [path] = input.operands
    if (path !== undefined && isOfBlobs(path, input.values['output']))
      return (await import('./report-folder')).reportOnFolder(input)
    const { values, json } = input
    const outputs = texts(values['output']).map((path) => ({ path, format: formatOf(path) }))
    const failOn = failOnOf(values['fail-on'])
    if (outputs.length === 0 && !json && failOn.length === 0)
      throw new CommandError(`-o OUT, --json or --fail-on says what is wanted ${USAGE}`)
    const content = await contentOf(input, failOn)
    const { options, checks = [] } = content
    if (outputs.length > 0 || json) {
      const made = about(input.operands[0] ?? 'report', () => makeReport(content))
      for (const { path, format } of outputs) {
        if (input.operands.some((operand) => isSameFile(operand, path)))
          throw new CommandError(`${path}: is what the report is of, and would be lost`)
        saveFile(path, Buffer.from(renderReport(made, format, options.theme)))
      }
      if (json) write(renderReport(made, 'json', options.theme))
    }
    const failed = checks.filter(({ passed }) => !passed)
    if (!json) for (const { check, lines } of failed) for (const line of lines) write(`${check}: ${oneLine(line)}\n`)
    return failed.length === 0 ? DONE : FINDINGS
  },
}

type Values = CommandInput['values']

/** A folder goes into a folder as many blobs, and into one file as the logs in it. */
function isOfBlobs(path: string, outputs: unknown): boolean {
  const names = texts(outputs)
  return isFolder(path) && names.length > 0 && names.every((name) => isFolder(name) || extname(name) === '')
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

async function contentOf(
  { operands: [path], values }: CommandInput,
  failOn: readonly FailOn[],
): Promise<ReportContent> {
  const options = optionsOf(values)
  const precision = precisionOf(values, options)
  if (path === undefined) {
    if (precision === undefined || failOn.length > 0) throw new CommandError(`no FILE given ${USAGE}`)
    return { options, precision }
  }
  const asked = { options, ...(precision === undefined ? {} : { precision }) }
  if (isTrace(path)) {
    if (failOn.length > 0) throw new CommandError(`--fail-on is of blobs, and ${path} is a log`)
    return { ...asked, trace: await reportedTrace(await openLog(path)) }
  }
  return fileContent(path, values, asked, failOn)
}

function fileContent(
  path: string,
  values: Values,
  asked: Pick<ReportContent, 'options' | 'precision'>,
  failOn: readonly FailOn[],
): ReportContent {
  const { bytes, document } = openFile(path)
  const torch = torchVersion(values['torch'])
  const blobs = chosenBlobs(path, document.info.blobs, values['blob'])
  const file: ReportedFile = { document, path, blobs, torch }
  const summary = summaryRows(file)
  const readable = blobs.filter((_, i) => summary[i]?.error === null)
  const pairs = pairsAgainst(values, { ...file, bytes }, readable)
  const checks = failOn.length === 0 ? undefined : checked(failOn, file, summary, pairs)
  const from = values['scenarios']
  const scenarios = typeof from === 'string' ? about(from, () => readScenarioFile(readFile(from))) : null
  return {
    ...asked,
    file,
    summary,
    ...(checks === undefined ? {} : { checks }),
    ...(pairs === null ? {} : { against: pairs }),
    ...(scenarios === null || typeof from !== 'string' ? {} : { scenarios: scenariosOf(document, from, scenarios) }),
    ...(values['profile'] === true
      ? { profiles: new Map(readable.map(({ index }) => [index, profileOf(document, index, scenarios)])) }
      : {}),
  }
}

/** A blob that holds no global state is answered for with the one that the file of scenarios tells of, as `check` does. */
function scenariosOf(
  document: GuardDocument,
  name: string,
  { scenarios, globalState }: ScenarioFile,
): NonNullable<ReportContent['scenarios']> {
  return {
    name,
    texts: scenarios.map((one) => JSON.stringify(one)),
    options: (blob) => ({
      guardState:
        document.tree(blob).builder.state.globalState === null && globalState !== null
          ? JSON.stringify(globalState)
          : null,
    }),
  }
}

function profileOf(document: GuardDocument, blob: number, file: ScenarioFile | null): Profile {
  const tree = document.tree(blob)
  const json: ScenarioJson = file?.scenarios[0] ?? ownScenario(tree)
  const checker = new Checker(tree, { ...NEW_PROCESS, globalState: file?.globalState ?? NEW_PROCESS.globalState })
  return profileTree({
    tree,
    nodes: document.nodes(blob),
    depths: document.depths(blob),
    checker,
    json,
    runs: DEFAULT_RUNS,
  })
}

function precisionOf(values: Values, { parts }: ReportOptions): ReportContent['precision'] {
  const named = typeof values['parts'] === 'string' && parts.includes('precision')
  if (values['set'] === undefined && !named) return undefined
  const { rules, state } = rulesAndState(values['torch'], values['set'])
  return precisionPart(rules, state)
}

function optionsOf(values: Values): ReportOptions {
  const { theme = 'system', title = '' } = values
  const chosen = REPORT_THEMES.find((one) => one === theme)
  if (chosen === undefined)
    throw new CommandError(`--theme takes one of ${REPORT_THEMES.join(', ')}, not ${JSON.stringify(theme)}`)
  return {
    parts: partsOf(values['parts']),
    paths: values['no-paths'] !== true,
    stacks: values['no-stacks'] !== true,
    title: String(title),
    theme: chosen,
  }
}

function partsOf(text: unknown): readonly ReportPart[] {
  if (typeof text !== 'string') return REPORT_PARTS
  const wanted = text.split(',').map((part) => part.trim())
  const strange = wanted.find((part) => !REPORT_PARTS.some((one) => one === part))
  if (strange !== undefined)
    throw new CommandError(`--parts ${JSON.stringify(strange)}: one of ${REPORT_PARTS.join(', ')}`)
  return REPORT_PARTS.filter((part) => wanted.includes(part))
}

function failOnOf(text: unknown): readonly FailOn[] {
  if (typeof text !== 'string') return []
  const all = parseFailOn(text)
  if (typeof all === 'string') throw new CommandError(`--fail-on ${JSON.stringify(all)}: one of ${FAIL_ON}`)
  return all
}

const FORMATS: readonly (readonly [string, ReportFormat])[] = [
  ['.html', 'html'],
  ['.htm', 'html'],
  ['.md', 'md'],
  ['.json', 'json'],
]

function formatOf(path: string): ReportFormat {
  const found = FORMATS.find(([ending]) => path.toLowerCase().endsWith(ending))
  if (found === undefined) {
    const why = path.toLowerCase().endsWith('.pdf') ? 'the window makes a PDF; here ' : ''
    throw new CommandError(`${path}: ${why}-o takes a name that ends in .html, .md or .json`)
  }
  return found[1]
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
