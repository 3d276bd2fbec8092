/** The contract between window and main process: each method with the schema of its request and of its reply, each event with its payload. */
import * as z from 'zod/mini'
import type { AppState, EditedBlob, OpenedBlob, Reply, UnsavedEdits } from './api'
import type { DocumentInfo, OpenProgress } from './document'
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
import { LiveStateSchema } from './live'
import { LIVE_METHODS, LIVE_QUESTIONS, LiveNewsSchema, LiveTargetSchema } from './live-process'
import { BlobDiffSchema } from './diff-schema'
import { BlobFindingsSchema } from './findings-schema'
import { TreeColumnsSchema, NodeDetailSchema } from './tree-schema'

// The window's policy forbids code made from strings.
z.config({ jitless: true })

/** What the menu can tell the window to do. */
export const COMMANDS = [
  'open',
  'close',
  'next-tab',
  'previous-tab',
  'find',
  'find-next',
  'find-previous',
  'copy-node',
  'copy-subtree',
  'copy-tree',
  'palette',
  'view-tree',
  'view-text',
  'view-replay',
  'view-diff',
  'view-findings',
  'undo',
  'redo',
  'save-document',
  'save-copy',
  'save-scenarios',
  'run-scenarios',
  'copy-scenario',
  'expand-below',
  'collapse-below',
  'expand-all',
  'collapse-all',
  'clear-filters',
  'theme-system',
  'theme-dark',
  'theme-light',
] as const
export type Command = (typeof COMMANDS)[number]

/** The message of the error that a cancelled request comes back with. */
export const CANCELLED = 'cancelled'

const Id = z.string().check(z.minLength(1), z.maxLength(200))
const Path = z.string().check(z.minLength(1), z.maxLength(32_768))
const Index = z.int().check(z.minimum(0))
const Theme = z.enum(['system', 'dark', 'light'])

const DocumentErrorSchema = z.object({ message: z.string(), offset: z.nullable(z.number()) })

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
  theme: Theme,
  recent: z.array(z.string()),
  pending: z.array(z.string()),
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

const OpenedBlobSchema: z.ZodMiniType<OpenedBlob> = z.object({
  summary: z.object({
    index: z.number(),
    torch: z.string(),
    guards: z.number(),
    guardTypes: z.array(z.object({ name: z.string(), count: z.number() })),
    nodes: z.number(),
    bytes: z.number(),
    notes: z.array(z.object({ severity: z.enum(['error', 'warning', 'note']), message: z.string() })),
    timings: z.object({ decode: z.number(), state: z.number(), build: z.number(), print: z.number() }),
  }),
  tree: TreeColumnsSchema,
})

const EditedBlobSchema: z.ZodMiniType<EditedBlob> = z.object({
  opened: OpenedBlobSchema,
  history: z.object({ labels: z.array(z.string()), position: z.number(), saved: z.number() }),
})

const ProgressSchema: z.ZodMiniType<OpenProgress> = z.object({
  id: z.string(),
  path: z.string(),
  phase: z.enum(['read', 'decode', 'state', 'build', 'print']),
  fraction: z.number(),
})

const ScenarioText = z.string().check(z.maxLength(64 * 1024 * 1024))
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
  z.object({ blob: z.number(), edits: z.array(JsonSchema) }),
) as never
const Texts = z.array(ScenarioText).check(z.maxLength(10_000))

/** Each request is a tuple of arguments. */
export const METHODS = {
  appState: { request: z.tuple([]), reply: AppStateSchema },
  chooseFiles: { request: z.tuple([]), reply: z.array(z.string()) },
  openDocument: { request: z.tuple([Id, Path]), reply: reply(DocumentInfoSchema) },
  openBlob: { request: z.tuple([Id, Index]), reply: reply(OpenedBlobSchema) },
  cancel: { request: z.tuple([Id]), reply: z.void() },
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
  findings: { request: z.tuple([Id, Index, z.nullable(z.string())]), reply: reply(BlobFindingsSchema) },
  readScenarios: { request: z.tuple([Id, Path]), reply: reply(ScenarioListSchema) },
  savedScenarios: { request: z.tuple([Id, Index]), reply: reply(z.nullable(ScenarioListSchema)) },
  saveScenarios: { request: z.tuple([Id, Index, Texts]), reply: reply(z.string()) },
  keepScenarios: { request: z.tuple([Id, Index, Texts]), reply: z.void() },
  readClipboard: { request: z.tuple([]), reply: z.string() },
  editBlob: { request: z.tuple([Id, Index, Edits, z.string()]), reply: reply(EditedBlobSchema) },
  jumpHistory: { request: z.tuple([Id, Index, Index]), reply: reply(EditedBlobSchema) },
  saveDocument: { request: z.tuple([Id, z.boolean()]), reply: reply(z.nullable(z.string())) },
  unsavedEdits: { request: z.tuple([Id]), reply: reply(UnsavedEditsSchema) },
  forgetEdits: { request: z.tuple([Id]), reply: z.void() },
  liveStart: { request: z.tuple([LiveTargetSchema]), reply: reply(z.null()) },
  liveStop: { request: z.tuple([]), reply: z.void() },
  /** Checked by LIVE_METHODS on both ends. */
  liveAsk: { request: z.tuple([z.enum(LIVE_QUESTIONS), z.looseObject({})]), reply: reply(z.unknown()) },
  liveLoad: { request: z.tuple([Id, Index]), reply: reply(LIVE_METHODS.load.result) },
  writeClipboard: { request: z.tuple([z.string().check(z.maxLength(256 * 1024 * 1024))]), reply: z.void() },
  setTheme: { request: z.tuple([Theme]), reply: z.void() },
  clearRecent: { request: z.tuple([]), reply: z.void() },
}
export type Method = keyof typeof METHODS
export type Request<M extends Method> = z.infer<(typeof METHODS)[M]['request']>
export type Answer<M extends Method> = z.infer<(typeof METHODS)[M]['reply']>

export const EVENTS = {
  progress: ProgressSchema,
  openPaths: z.array(z.string()),
  command: z.enum(COMMANDS),
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
