/** Makes a report: of a file, of two, of a log, of the precision settings, or of what of these is given. */
import { version } from '../../../package.json'
import type { BlobInfo } from '../../../shared/document'
import type { Profile } from '../../../shared/overhead'
import type { ReplayOptions } from '../../../shared/replay'
import type { ReportOptions, ReportPart } from '../../../shared/report'
import type { ChainStory, Trace } from '../../../shared/trace'
import { shortenFilename, torchFolder, userStack } from '../../engine/user-stack'
import type {
  Report,
  ReportBlob,
  ReportCheck,
  ReportComparison,
  ReportPrecision,
  ReportSource,
  SummaryRow,
} from '../../report/model'
import { FileNames, nameOf } from '../../report/redact'
import { REPORT_VERSION } from '../../report/schema'
import { tracePart } from '../../report/trace-part'
import type { TorchVersion } from '../../state/dialect'
import type { GuardDocument } from '../document'
import { findingsPart, profilePart, replayPart, type Scenarios, shapesPart, statePart } from './blob-parts'
import { type Against, comparisonPart, recompilationsPart } from './comparison'
import { summaryRow } from './summary'
import { reportTree } from './tree'

export interface ReportedFile {
  readonly document: GuardDocument
  readonly path: string
  /** Those of its blobs that are told of. */
  readonly blobs: readonly BlobInfo[]
  /** The torch that is to load it; null for the one that saved it. */
  readonly torch: TorchVersion | null
}

export interface ReportedTrace {
  readonly path: string
  readonly trace: Trace
  readonly stories: readonly ChainStory[]
}

/** All that a report can be made of; what is not there is left out of it. */
export interface ReportContent {
  readonly options: ReportOptions
  /** What there is to say of the file besides. */
  readonly notes?: ReportSource['notes']
  readonly file?: ReportedFile
  readonly trace?: ReportedTrace
  readonly precision?: ReportPrecision
  readonly scenarios?: Scenarios & { readonly options: (blob: number) => ReplayOptions }
  readonly against?: Against
  readonly profiles?: ReadonlyMap<number, Profile>
  /** A row for each blob of the file, where they are made already. */
  readonly summary?: readonly SummaryRow[]
  /** What a build is to fail for, and whether it does. */
  readonly checks?: readonly ReportCheck[]
}

export function makeReport(content: ReportContent): Report {
  const { options, file, trace, against, checks } = content
  const has = (part: ReportPart): boolean => options.parts.includes(part)
  const rows = content.summary ?? (file === undefined ? [] : summaryRows(file))
  const comparison = against === undefined || !has('comparison') ? undefined : comparisonPart(against, options.stacks)
  const recompilations =
    file !== undefined && has('recompilations')
      ? recompilationsPart(file.document, readable(file, rows), options.stacks)
      : []
  const source = sourceOf(content, rows)
  const parts = {
    ...(file !== undefined && has('summary') ? { summary: rows } : {}),
    ...(checks !== undefined && has('checks') ? { checks } : {}),
    ...(comparison === undefined ? {} : { comparison }),
    ...(recompilations.length > 0 ? { recompilations } : {}),
    ...(trace !== undefined && has('trace') ? { trace: tracePart(trace.trace, trace.stories, options.stacks) } : {}),
    ...(content.precision !== undefined && has('precision') ? { precision: content.precision } : {}),
  }
  const blobs = file === undefined ? [] : readable(file, rows).map((blob) => blobPart(content, file, blob))
  const report: Report = {
    format: 'guardscope-report',
    version: REPORT_VERSION,
    made_by: `guardscope ${version}`,
    title: options.title || titleOf(content, comparison),
    parts: options.parts.filter((part) => part in parts || blobs.some((blob) => keyOf(part) in blob)),
    left_out: [...(options.paths ? [] : ['paths' as const]), ...(options.stacks ? [] : ['stacks' as const])],
    source,
    ...parts,
    blobs,
  }
  return options.paths ? report : filesOf(content).without(report)
}

export const summaryRows = ({ document, blobs, torch }: ReportedFile): readonly SummaryRow[] =>
  blobs.map((blob) => summaryRow(document, blob, torch))

/** The key of a part among those of a blob. */
const keyOf = (part: ReportPart): string => part.replace('-', '_')

const readable = ({ blobs }: ReportedFile, rows: readonly SummaryRow[]): readonly BlobInfo[] =>
  blobs.filter((_, i) => rows[i]?.error === null)

function blobPart(content: ReportContent, { document, torch }: ReportedFile, blob: BlobInfo): ReportBlob {
  const { options, scenarios, profiles } = content
  const { index } = blob
  const has = (part: ReportPart): boolean => options.parts.includes(part)
  const profile = profiles?.get(index)
  return {
    blob: index,
    title: blobTitle(blob),
    ...(has('findings') ? { findings: findingsPart(document, index, torch) } : {}),
    ...(scenarios !== undefined && has('replay')
      ? { replay: replayPart(document, index, scenarios, scenarios.options(index), options.stacks) }
      : {}),
    ...(profile !== undefined && has('profile') ? { profile: profilePart(document, index, profile) } : {}),
    ...(has('global-state') ? { global_state: statePart(document, index) } : {}),
    ...(has('shapes') ? { shapes: shapesPart(document, index) } : {}),
    ...(has('tree') ? { tree: reportTree(document, index, options.stacks) } : {}),
  }
}

/** A blob in the words of a person. */
export function blobTitle({ index, path, function: name, recompilation }: BlobInfo): string {
  const of = [
    name === '' ? '' : `of ${name}`,
    recompilation > 0 ? `recompilation ${recompilation}` : '',
    name === '' ? path : '',
  ].filter((part) => part !== '')
  return of.length === 0 ? `blob ${index}` : `blob ${index} ${of.join(', ')}`
}

function titleOf({ file, trace }: ReportContent, comparison: ReportComparison | undefined): string {
  const path = file?.path ?? trace?.path
  if (path === undefined) return 'Precision settings'
  return comparison === undefined ? nameOf(path) : `${nameOf(path)} against ${nameOf(comparison.against)}`
}

function sourceOf({ file, trace, notes: said = [] }: ReportContent, rows: readonly SummaryRow[]): ReportSource | null {
  if (file !== undefined) {
    const { container, info } = file.document
    const { kind, torch, python, notes } = container
    return {
      path: file.path,
      kind,
      bytes: info.size,
      torch: torch || (rows.find((row) => row.torch !== '')?.torch ?? ''),
      python,
      notes: [...said, ...notes.map(({ severity, message }) => ({ severity, message }))],
    }
  }
  if (trace === undefined) return null
  const { logs } = trace.trace
  return {
    path: trace.path,
    kind: 'torch-log',
    bytes: logs.reduce((sum, { bytes }) => sum + bytes, 0),
    torch: logs.find(({ torch }) => torch !== '')?.torch ?? '',
    python: '',
    notes: [],
  }
}

/** Every file that a report could name. */
function filesOf({ file, trace, scenarios, against }: ReportContent): FileNames {
  const names = new FileNames()
  for (const path of [file?.path, trace?.path, scenarios?.name, against?.path]) if (path !== undefined) names.add(path)
  for (const { index } of file?.blobs ?? []) addStacks(names, file?.document, index)
  for (const { path } of trace?.trace.logs ?? []) names.add(path)
  for (const { file: name } of trace?.trace.compiles ?? []) names.add(name)
  for (const { recompiles } of trace?.stories ?? [])
    for (const { reasons } of recompiles) for (const { user } of reasons) if (user !== null) names.add(user.file)
  return names
}

/** Files of torch keep their place in it, as torch itself prints them. */
function addStacks(names: FileNames, document: GuardDocument | undefined, blob: number): void {
  let guards
  try {
    guards = document?.tree(blob).builder.state.guards ?? []
  } catch {
    return
  }
  const folder = torchFolder(guards)
  const seen = new Set<string>()
  for (const guard of guards)
    for (const { file } of userStack(guard)) {
      if (seen.has(file)) continue
      seen.add(file)
      const inTorch = file.startsWith(`${folder}/`)
      names.add(file, inTorch ? `torch/${file.slice(folder.length + 1)}` : nameOf(file))
      if (!inTorch) names.add(shortenFilename(file, folder), nameOf(file))
    }
}
