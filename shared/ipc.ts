/** The contract between window and main process: each method with the schema of its request and of its reply, each event with its payload. */
import * as z from 'zod/mini'
import { COMMAND_LIST } from './commands'
import type { CommandId } from './commands'
import type { AppState, EditedBlob, OpenedBlob, Reloaded, Reply, UnsavedEdits } from './api'
import type { BlobSummary, DocumentInfo, FileOnDisk, OpenProgress } from './document'
import type { EditChoices } from './edit-choices'
import type {
  ExplainedRow,
  GlobalStateRow,
  Json,
  JsonPath,
  ReplayOptions,
  ReplayResult,
  ReplayRow,
  ScenarioChange,
  ScenarioList,
  Suggestion,
  SweepAxis,
  SweepResult,
} from './replay'
import { DeviceReportSchema, ProbeResultSchema } from './device'
import { EmulatedErrorsSchema } from './emulated'
import { LiveStateSchema } from './live'
import { BlobTextSchema, ReadBlobTextSchema } from './blob-text-schema'
import {
  LIVE_METHODS,
  LIVE_QUESTIONS,
  LiveNewsSchema,
  LiveStartSchema,
  LiveTargetSchema,
  PrecisionActionSchema,
  PrecisionReadingsSchema,
} from './live-process'
import { BlobDiffSchema } from './diff-schema'
import { BlobFindingsSchema } from './findings-schema'
import { RecompilationsSchema } from './recompilations-schema'
import { ChainStorySchema, TracedNodeSchema, TracedTreeSchema, TraceSchema } from './trace-schema'
import { AlignedTreesSchema, NodeDetailSchema, TreeColumnsSchema, TreePatchSchema } from './tree-schema'
import { EditPreviewSchema, ExpressionProblemsSchema, ReadLiteralSchema } from './preview-schema'
import {
  BlobCoveragesSchema,
  PrecisionChangeSchema,
  PrecisionPreviewSchema,
  PrecisionPythonSchema,
  PrecisionReadingSchema,
  PrecisionStateSchema,
} from './precision-schema'
import { PreferenceChangeSchema, PreferencesSchema } from './preferences'
import { RecentFileSchema } from './recent'
import { SAMPLE_IDS } from './samples'
import { SessionSchema } from './session'
import { WhereSchema } from './edit'
import { HELP_URLS } from './help/pages'
import { PROFILE_FORMATS } from './overhead'
import { ProblemReportSchema, ProblemSchema } from './problems'
import {
  LocalsTableSchema,
  ProfileOptionsSchema,
  ProfileSchema,
  SavingsSchema,
  TorchProfileOptionsSchema,
} from './overhead-schema'
import { ChoiceSchema, FilterCountsSchema, SelectionSchema } from './selection-schema'
import { ReportAskSchema } from './report-schema'
import { WORKS } from './work'

// The window's policy forbids code made from strings.
z.config({ jitless: true })

const Id = z.string().check(z.minLength(1), z.maxLength(200))
const Path = z.string().check(z.minLength(1), z.maxLength(32_768))
const Index = z.int().check(z.minimum(0))
const CommandSchema: z.ZodMiniType<CommandId> = z.enum(COMMAND_LIST.map(({ id }) => id))

const DocumentErrorSchema = z.object({
  message: z.string(),
  offset: z.nullable(z.number()),
  edit: z.optional(z.number()),
})

function reply<T>(value: z.ZodMiniType<T>): z.ZodMiniType<Reply<T>> {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: DocumentErrorSchema }),
  ]) as unknown as z.ZodMiniType<Reply<T>>
}

const AppStateSchema: z.ZodMiniType<AppState> = z.object({
  version: z.string(),
  electron: z.string(),
  platform: z.string(),
  preferences: PreferencesSchema,
  recent: z.array(RecentFileSchema),
  pending: z.array(z.string()),
  live: z.array(LiveStartSchema),
  session: z.nullable(SessionSchema),
})

const DocumentInfoSchema: z.ZodMiniType<DocumentInfo> = z.object({
  id: z.string(),
  path: z.string(),
  name: z.string(),
  size: z.number(),
  kind: z.enum([
    'guards_state',
    'dynamo-store-entry',
    'precompile-entry',
    'aot-compile',
    'aot-module',
    'cache-artifacts',
  ]),
  torch: z.string(),
  blobs: z.array(
    z.object({
      index: z.number(),
      path: z.string(),
      function: z.string(),
      recompilation: z.number(),
      offset: z.number(),
      length: z.number(),
      locals: z.nullable(z.array(z.string())),
    }),
  ),
})

const BlobSummarySchema: z.ZodMiniType<BlobSummary> = z.object({
  index: z.number(),
  torch: z.string(),
  guards: z.number(),
  guardTypes: z.array(z.object({ name: z.string(), count: z.number() })),
  nodes: z.number(),
  bytes: z.number(),
  notes: z.array(z.object({ severity: z.enum(['error', 'warning', 'note']), message: z.string() })),
  timings: z.object({ decode: z.number(), state: z.number(), build: z.number(), print: z.number() }),
})

const OpenedBlobSchema: z.ZodMiniType<OpenedBlob> = z.object({ summary: BlobSummarySchema, tree: TreeColumnsSchema })

const EditedBlobSchema: z.ZodMiniType<EditedBlob> = z.object({
  opened: z.object({ summary: BlobSummarySchema, tree: z.union([TreePatchSchema, TreeColumnsSchema]) }),
  history: z.object({ labels: z.array(z.string()), position: z.number(), saved: z.number() }),
})

const EditChoicesSchema: z.ZodMiniType<EditChoices> = z.object({
  torch: z.string(),
  kinds: z.array(
    z.object({
      name: z.string(),
      of: z.enum(['source', 'process']),
      keywords: z.array(z.object({ name: z.string(), type: z.enum(['str', 'bool', 'value']) })),
    }),
  ),
  sources: z.array(z.string()),
  migrations: z.array(z.string()),
})

const ProgressSchema: z.ZodMiniType<OpenProgress> = z.object({
  id: z.string(),
  path: z.string(),
  phase: z.enum(['read', 'decode', 'state', 'build', 'print', 'measure']),
  fraction: z.number(),
})

const ScenarioText = z.string().check(z.maxLength(64 * 1024 * 1024))
const DocumentText = z.string().check(z.maxLength(256 * 1024 * 1024))
const BytesSchema: z.ZodMiniType<Uint8Array> = z.instanceof(Uint8Array) as never
const NodesSchema: z.ZodMiniType<Int32Array> = z.instanceof(Int32Array) as never
const AnswerSchema = z.enum(['true', 'false', 'unknown'])
const JsonSchema: z.ZodMiniType<Json> = z.json() as never
const PathSchema: z.ZodMiniType<JsonPath> = z.array(z.union([z.string(), z.int()])) as never
const ChangeSchema: z.ZodMiniType<ScenarioChange> = z.union([
  z.strictObject({ path: PathSchema, value: JsonSchema }),
  z.strictObject({ path: PathSchema, remove: z.literal(true) }),
]) as never
const OptionsSchema: z.ZodMiniType<ReplayOptions> = z.object({
  guardState: z.nullable(ScenarioText),
  original: z.optional(z.boolean()),
})
const GlobalStateRowsSchema: z.ZodMiniType<readonly GlobalStateRow[]> = z.array(
  z.object({ key: z.string(), expected: z.string(), actual: z.string(), same: z.boolean() }),
) as never
const ExplainedSchema: z.ZodMiniType<readonly ExplainedRow[]> = z.array(
  z.object({ name: z.string(), expected: z.string(), actual: z.string(), same: z.nullable(z.boolean()) }),
) as never
const ReplayResultSchema: z.ZodMiniType<ReplayResult> = z.object({
  name: z.string(),
  check: AnswerSchema,
  parts: z.array(z.string()),
  part: z.string(),
  executed: z.number(),
  guard: z.string(),
  source: z.string(),
  unknown: z.array(z.object({ source: z.string(), reason: z.string() })),
  failed: z.number(),
  explained: ExplainedSchema,
  outcomes: BytesSchema,
  globalState: GlobalStateRowsSchema,
  asSaved: z.object({
    check: AnswerSchema,
    parts: z.array(z.string()),
    executed: z.number(),
    why: z.array(z.string()),
  }),
})
const ReplayRowsSchema: z.ZodMiniType<readonly ReplayRow[]> = z.array(
  z.object({
    name: z.string(),
    check: z.nullable(AnswerSchema),
    error: z.nullable(z.string()),
    guard: z.string(),
    source: z.string(),
    part: z.string(),
    failed: z.number(),
    executed: z.number(),
    asSaved: AnswerSchema,
  }),
) as never
const AxisSchema: z.ZodMiniType<SweepAxis> = z.object({
  path: PathSchema,
  values: z.union([z.object({ from: z.int(), to: z.int(), step: z.int() }), z.array(JsonSchema)]),
}) as never
const SweepResultSchema: z.ZodMiniType<SweepResult> = z.object({
  rows: z.number(),
  columns: z.number(),
  outcomes: BytesSchema,
  failed: NodesSchema,
})
const SuggestionsSchema: z.ZodMiniType<readonly Suggestion[]> = z.array(
  z.object({
    of: z.enum(['input', 'blob']),
    title: z.string(),
    changes: z.array(ChangeSchema),
    edits: z.array(JsonSchema),
    check: AnswerSchema,
    note: z.string(),
  }),
) as never
const ScenarioListSchema: z.ZodMiniType<ScenarioList> = z.object({
  path: z.string(),
  scenarios: z.array(z.string()),
  kept: z.boolean(),
}) as never
const Edits = z.array(JsonSchema).check(z.minLength(1), z.maxLength(10_000))
const UnsavedEditsSchema: z.ZodMiniType<readonly UnsavedEdits[]> = z.array(
  z.object({ blob: z.number(), steps: z.array(z.object({ label: z.string(), edits: z.array(JsonSchema) })) }),
) as never
const SourceLines = z.array(z.string().check(z.maxLength(1_000_000))).check(z.maxLength(100_000))
const ReloadedSchema: z.ZodMiniType<Reloaded> = z.object({
  info: DocumentInfoSchema,
  edited: z.array(z.object({ blob: z.number(), position: z.number() })),
  refused: z.array(z.object({ label: z.string(), reason: z.string() })),
}) as never
const FileOnDiskSchema: z.ZodMiniType<FileOnDisk> = z.object({
  id: z.string(),
  state: z.enum(['same', 'changed', 'gone']),
})
const Texts = z.array(ScenarioText).check(z.maxLength(10_000))

const OpenBlobs = z.array(z.object({ document: Id, blob: Index })).check(z.maxLength(10_000))

/** The pages of torch's documentation that the window can ask to have opened in the browser. */
export const PAGES: readonly string[] = [
  'https://pytorch.org/docs/main/notes/cuda.html#tensorfloat-32-tf32-on-ampere-and-later-devices',
  ...HELP_URLS,
]

/** Each request is a tuple of arguments. */
export const METHODS = {
  appState: { request: z.tuple([]), reply: AppStateSchema },
  chooseFiles: { request: z.tuple([]), reply: z.array(z.string()) },
  chooseFolder: { request: z.tuple([]), reply: z.array(z.string()) },
  openDocument: { request: z.tuple([Id, Path]), reply: reply(DocumentInfoSchema) },
  openBlob: { request: z.tuple([Id, Index]), reply: reply(OpenedBlobSchema) },
  cancel: { request: z.tuple([Id]), reply: z.void() },
  stopWork: { request: z.tuple([Id, z.enum(WORKS)]), reply: z.void() },
  closeDocument: { request: z.tuple([Id]), reply: z.void() },
  nodeDetail: { request: z.tuple([Id, Index, Index]), reply: reply(NodeDetailSchema) },
  treeText: { request: z.tuple([Id, Index]), reply: reply(z.string()) },
  ownScenario: { request: z.tuple([Id, Index]), reply: reply(z.string()) },
  changeScenario: { request: z.tuple([Id, Index, ScenarioText, z.array(ChangeSchema)]), reply: reply(z.string()) },
  replay: { request: z.tuple([Id, Index, ScenarioText, OptionsSchema]), reply: reply(ReplayResultSchema) },
  replayAll: { request: z.tuple([Id, Index, Texts, OptionsSchema]), reply: reply(ReplayRowsSchema) },
  sweep: {
    request: z.tuple([Id, Index, ScenarioText, z.array(AxisSchema), OptionsSchema]),
    reply: reply(SweepResultSchema),
  },
  suggest: { request: z.tuple([Id, Index, ScenarioText, OptionsSchema]), reply: reply(SuggestionsSchema) },
  globalState: { request: z.tuple([Id, Index]), reply: reply(z.nullable(z.string())) },
  compareGlobalState: { request: z.tuple([Id, Index, ScenarioText]), reply: reply(GlobalStateRowsSchema) },
  diffBlobs: { request: z.tuple([Id, Index, Id, Index]), reply: reply(BlobDiffSchema) },
  recompilations: { request: z.tuple([Id, Index]), reply: reply(RecompilationsSchema) },
  diffTrees: { request: z.tuple([Id, Index, Id, Index]), reply: reply(AlignedTreesSchema) },
  findings: { request: z.tuple([Id, Index, z.nullable(z.string())]), reply: reply(BlobFindingsSchema) },
  precisionStart: { request: z.tuple([z.nullable(z.string())]), reply: reply(PrecisionReadingSchema) },
  precisionOf: {
    request: z.tuple([z.string(), PrecisionReadingsSchema, z.nullable(PrecisionStateSchema)]),
    reply: reply(PrecisionReadingSchema),
  },
  precisionActions: {
    request: z.tuple([PrecisionStateSchema, PrecisionStateSchema]),
    reply: reply(z.array(PrecisionActionSchema)),
  },
  precisionPreview: {
    request: z.tuple([PrecisionStateSchema, PrecisionChangeSchema]),
    reply: reply(PrecisionPreviewSchema),
  },
  precisionPython: {
    request: z.tuple([PrecisionStateSchema, PrecisionStateSchema]),
    reply: reply(PrecisionPythonSchema),
  },
  precisionBlobs: {
    request: z.tuple([PrecisionStateSchema, PrecisionStateSchema, OpenBlobs]),
    reply: reply(BlobCoveragesSchema),
  },
  openPage: { request: z.tuple([z.enum(PAGES)]), reply: z.void() },
  guardFilters: { request: z.tuple([Id, Index]), reply: reply(FilterCountsSchema) },
  profile: {
    request: z.tuple([Id, Index, z.nullable(ScenarioText), ProfileOptionsSchema]),
    reply: reply(ProfileSchema),
  },
  savings: {
    request: z.tuple([Id, Index, z.nullable(ScenarioText), Texts, z.nullable(WhereSchema)]),
    reply: reply(SavingsSchema),
  },
  timeLocals: { request: z.tuple([Id]), reply: reply(LocalsTableSchema) },
  exportProfile: { request: z.tuple([Id, Index, z.enum(PROFILE_FORMATS)]), reply: reply(z.nullable(z.string())) },
  reportSize: { request: z.tuple([z.nullable(Id), ReportAskSchema]), reply: reply(z.number()) },
  exportReport: { request: z.tuple([z.nullable(Id), ReportAskSchema]), reply: reply(z.nullable(z.string())) },
  chooseGuards: { request: z.tuple([Id, Index, ChoiceSchema]), reply: reply(SelectionSchema) },
  documentText: { request: z.tuple([Id, Index]), reply: reply(BlobTextSchema) },
  readDocumentText: { request: z.tuple([Id, Index, DocumentText]), reply: reply(ReadBlobTextSchema) },
  readScenarios: { request: z.tuple([Id, Path]), reply: reply(ScenarioListSchema) },
  savedScenarios: { request: z.tuple([Id, Index]), reply: reply(z.nullable(ScenarioListSchema)) },
  saveScenarios: { request: z.tuple([Id, Index, Texts]), reply: reply(z.string()) },
  keepScenarios: { request: z.tuple([Id, Index, Texts]), reply: z.void() },
  readClipboard: { request: z.tuple([]), reply: z.string() },
  editBlob: { request: z.tuple([Id, Index, Edits, z.string()]), reply: reply(EditedBlobSchema) },
  editChoices: { request: z.tuple([Id, Index]), reply: reply(EditChoicesSchema) },
  previewEdits: { request: z.tuple([Id, Index, Edits, Texts, OptionsSchema]), reply: reply(EditPreviewSchema) },
  parseExpressions: { request: z.tuple([Id, Index, SourceLines]), reply: reply(ExpressionProblemsSchema) },
  parseLiteral: { request: z.tuple([Id, ScenarioText]), reply: reply(ReadLiteralSchema) },
  literalAt: { request: z.tuple([Id, Index, Index]), reply: reply(z.nullable(z.string())) },
  jumpHistory: { request: z.tuple([Id, Index, Index]), reply: reply(EditedBlobSchema) },
  saveDocument: { request: z.tuple([Id, z.boolean()]), reply: reply(z.nullable(z.string())) },
  reloadDocument: { request: z.tuple([Id, z.boolean()]), reply: reply(ReloadedSchema) },
  keepMine: { request: z.tuple([Id]), reply: reply(z.null()) },
  unsavedEdits: { request: z.tuple([Id]), reply: reply(UnsavedEditsSchema) },
  forgetEdits: { request: z.tuple([Id]), reply: z.void() },
  devices: { request: z.tuple([]), reply: reply(DeviceReportSchema) },
  probeDevice: { request: z.tuple([z.int().check(z.minimum(0), z.maximum(1024))]), reply: reply(ProbeResultSchema) },
  emulatedErrors: { request: z.tuple([]), reply: reply(EmulatedErrorsSchema) },
  /** Null where the file is no torch log. */
  openTrace: { request: z.tuple([Id, Path]), reply: reply(z.nullable(TraceSchema)) },
  traceStory: { request: z.tuple([Id, Index]), reply: reply(ChainStorySchema) },
  traceTree: { request: z.tuple([Id, Index]), reply: reply(z.nullable(TracedTreeSchema)) },
  traceNode: { request: z.tuple([Id, Index, Index]), reply: reply(z.nullable(TracedNodeSchema)) },
  liveStart: { request: z.tuple([LiveTargetSchema]), reply: reply(z.null()) },
  liveStop: { request: z.tuple([]), reply: z.void() },
  /** Checked by LIVE_METHODS on both ends. */
  liveAsk: { request: z.tuple([z.enum(LIVE_QUESTIONS), z.looseObject({})]), reply: reply(z.unknown()) },
  liveProfile: {
    request: z.tuple([Id, Index, z.nullable(ScenarioText), TorchProfileOptionsSchema]),
    reply: reply(ProfileSchema),
  },
  liveLoad: { request: z.tuple([Id, Index]), reply: reply(LIVE_METHODS.load.result) },
  problems: { request: z.tuple([]), reply: ProblemReportSchema },
  noteProblem: { request: z.tuple([ProblemSchema]), reply: z.void() },
  writeDetails: { request: z.tuple([z.boolean()]), reply: z.void() },
  deleteProblems: { request: z.tuple([]), reply: z.void() },
  showProblemFolder: { request: z.tuple([]), reply: z.void() },
  writeClipboard: { request: z.tuple([z.string().check(z.maxLength(256 * 1024 * 1024))]), reply: z.void() },
  changeSettings: { request: z.tuple([PreferenceChangeSchema]), reply: z.void() },
  settingsText: { request: z.tuple([]), reply: z.string() },
  applySettings: { request: z.tuple([z.string().check(z.maxLength(1_000_000))]), reply: reply(PreferencesSchema) },
  clearRecent: { request: z.tuple([]), reply: z.void() },
  pinRecent: { request: z.tuple([Path, z.boolean()]), reply: z.void() },
  forgetRecent: { request: z.tuple([Path]), reply: z.void() },
  missingFiles: { request: z.tuple([z.array(Path).check(z.maxLength(2000))]), reply: z.array(z.string()) },
  openSample: { request: z.tuple([z.enum(SAMPLE_IDS)]), reply: reply(z.string()) },
  newWindow: { request: z.tuple([z.array(Path).check(z.maxLength(2000))]), reply: z.void() },
  keepSession: { request: z.tuple([SessionSchema]), reply: z.void() },
  tellDone: {
    request: z.tuple([z.string().check(z.maxLength(200)), z.string().check(z.maxLength(1000))]),
    reply: z.void(),
  },
  dragOut: { request: z.tuple([Id]), reply: z.void() },
}
export type Method = keyof typeof METHODS
export type Request<M extends Method> = z.infer<(typeof METHODS)[M]['request']>
export type Answer<M extends Method> = z.infer<(typeof METHODS)[M]['reply']>

export const EVENTS = {
  progress: ProgressSchema,
  openPaths: z.array(z.string()),
  preferences: PreferencesSchema,
  recent: z.array(RecentFileSchema),
  fileOnDisk: FileOnDiskSchema,
  /** What the menu tells the window to do. */
  command: CommandSchema,
  /** null once the process is gone. */
  liveState: z.nullable(LiveStateSchema),
  live: LiveNewsSchema,
}
export type EventName = keyof typeof EVENTS
export type Payload<E extends EventName> = z.infer<(typeof EVENTS)[E]>

/** The name a method or an event travels under. */
export function channel(name: Method | EventName): string {
  return `guardscope:${name}`
}
