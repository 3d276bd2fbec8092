/**
 * A live torch process: what the bridge in it tells and answers. LiveEvent is what comes by itself, LIVE_METHODS what can be
 * asked. Its state as a scenario's `process` is in live.ts.
 */
import * as z from 'zod/mini'
import { LocalsTimesSchema } from './overhead-schema'
import { GlobalStateSchema, ProcessSchema, ScenarioSchema } from './scenario'

z.config({ jitless: true })

/** Of the bridge's messages; both sides must be of the same. */
export const LIVE_PROTOCOL = 2

const Entry = z.int()

/** The Python that answered. */
const Hello = z.object({
  protocol: z.int(),
  /** `started` by Guardscope, or `attached`. */
  mode: z.enum(['started', 'attached']),
  pid: z.int(),
  python: z.string(),
  executable: z.string(),
  platform: z.string(),
  host: z.string(),
  cwd: z.string(),
  /** null as long as torch is not imported. */
  torch: z.nullable(z.string()),
})

/** The torch that was imported there: `old` is not captured, `new` as the newest that is known. */
const Torch = z.object({
  version: z.string(),
  standing: z.enum(['known', 'old', 'new']),
  /** The CUDA it was built for. */
  cuda: z.nullable(z.string()),
  /** Where it lies, as the comments of its guards are shortened by it. */
  folder: z.string(),
})

/** A compile, as soon as torch has built its guards. */
const Compiled = z.object({
  /** Counted from 1 in the process. */
  entry: Entry,
  /** `0/1`, `[1/0_1]`; null where torch names none. */
  compileId: z.nullable(z.string()),
  /** Seconds since 1970, of that machine. */
  time: z.number(),
  thread: z.string(),
  frame: z.object({
    name: z.string(),
    qualname: z.string(),
    file: z.string(),
    line: z.int(),
    /** The variables in the order of their indices. */
    locals: z.array(z.string()),
  }),
  guards: z.int(),
  /** torch's own measure, cold; null where it took none. */
  latencyUs: z.nullable(z.number()),
  /** Why it was compiled again, in torch's words; empty for a first compile. */
  reasons: z.array(z.string()),
})

/** The tree of a compile as torch prints it, of all guards: megabytes where there are thousands, so it follows `compiled`. */
const Tree = z.object({ entry: Entry, tree: z.string() })

const DroppedSchema = z.object({
  name: z.string(),
  createFn: z.string(),
  types: z.array(z.string()),
  why: z.string(),
})

/** What was saved of a compile: follows its `tree`. */
const Saved = z.object({
  entry: Entry,
  /** base64; null where torch could not save it. */
  blob: z.nullable(z.string()),
  /** Why there is no blob or no scenario, in one line. */
  error: z.nullable(z.string()),
  /** The guards that cannot be saved and are not in the blob. */
  dropped: z.array(DroppedSchema),
  /** The inputs of the call. */
  scenario: z.nullable(ScenarioSchema),
  seconds: z.number(),
})

const Value = z.union([z.string(), z.number(), z.boolean(), z.null()])
/** A value, or what the getter raised. */
const Readings = z.record(
  z.string(),
  z.union([z.object({ value: Value }), z.object({ error: z.string(), message: z.string() })]),
)
/** The fp32 precision settings: getters resolve what a node inherits, none tells what it is set to itself. */
export const PrecisionReadingsSchema = z.object({
  /** `cuda.matmul` and its like; empty before torch 2.9. */
  nodes: Readings,
  /** `torch.backends.cudnn.conv.fp32_precision` and its like. */
  attributes: Readings,
  /** `torch.backends.cuda.matmul.allow_tf32` and its like, and `torch.get_float32_matmul_precision()`. */
  legacy: Readings,
})

/** How an entry stands now. */
const StandingSchema = z.object({
  entry: Entry,
  /** Of the call it was compiled for; null where that cannot be told any more. */
  check: z.nullable(z.boolean()),
  /** Of the global state alone, which needs no value of the call. */
  globalState: z.nullable(z.boolean()),
  /** What fails, in torch's words. */
  reasons: z.array(z.string()),
  /** Why `check` is null. */
  unknown: z.nullable(z.string()),
})

const VerboseSchema = z.object({
  result: z.boolean(),
  verbose_code_parts: z.array(z.string()),
  num_guards_executed: z.int(),
})

/** torch's answer to a scenario. */
const TorchAnswerSchema = z.object({
  name: z.string(),
  /** null where the call could not be made of what the scenario says, or torch raised. */
  check: z.nullable(z.boolean()),
  verbose: z.nullable(VerboseSchema),
  /** Why `check` is null. */
  unknown: z.nullable(z.string()),
  /** What was made otherwise than the scenario says: stand-ins for values it does not tell, settings of the process. */
  notes: z.array(z.string()),
})

const ProbeRowSchema = z.object({
  device: z.string(),
  op: z.enum(['matmul', 'conv', 'rnn']),
  /** The setting it ran under, `ieee` and its like. */
  setting: z.string(),
  /** Largest error against float64, relative to the largest result; null where it did not run. */
  error: z.nullable(z.number()),
  /** Median of the runs, after some that are not counted. */
  milliseconds: z.nullable(z.number()),
  runs: z.int(),
  failed: z.nullable(z.string()),
})

/** What the bridge tells by itself, by method. */
export const LIVE_NOTIFICATIONS = {
  hello: Hello,
  torch: Torch,
  /** A bare process has imported torch. */
  ready: z.object({}),
  /** Printed by the script on standard output. */
  output: z.object({ text: z.string() }),
  compiled: Compiled,
  tree: Tree,
  saved: Saved,
  /** The settings have changed, whoever changed them. */
  precision: PrecisionReadingsSchema,
  /** Something that does not end the process, in one line. */
  fault: z.object({ message: z.string() }),
  /** The script has ended, or torch could not be imported where there is none. */
  ended: z.object({ status: z.int(), error: z.nullable(z.string()) }),
}
type NotificationName = keyof typeof LIVE_NOTIFICATIONS
type Notification = {
  [N in NotificationName]: { readonly kind: N } & Readonly<z.infer<(typeof LIVE_NOTIFICATIONS)[N]>>
}[NotificationName]

export type PrecisionReadings = z.infer<typeof PrecisionReadingsSchema>
export type CompiledEntry = z.infer<typeof Compiled>
export type PrintedEntry = z.infer<typeof Tree>
export type SavedEntry = z.infer<typeof Saved>

/** Where the process has come to, last: why it is gone, in one line, and whether that is as it should be. */
export interface LiveEnd {
  readonly good: boolean
  readonly message: string
  readonly status: number | null
  readonly signal: string | null
}

export type LiveEvent =
  | Notification
  /** Printed by the process, or by what leads to it, on standard error. */
  | { readonly kind: 'stderr'; readonly text: string }
  | ({ readonly kind: 'exit' } & LiveEnd)

/** One call or assignment, in the terms of a recorded walk. */
export const PrecisionActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('node'), backend: z.string(), op: z.string(), value: Value }),
  z.object({ kind: z.literal('attribute'), name: z.string(), value: Value }),
  z.object({ kind: z.literal('legacy'), name: z.string(), value: Value }),
  /** torch.set_float32_matmul_precision */
  z.object({ kind: z.literal('matmul'), value: Value }),
])

const Pair = z.tuple([z.number(), z.number()])

/** What can be asked of the bridge. */
export const LIVE_METHODS = {
  start: {
    params: z.object({
      /** A path on that machine; without it the process imports torch and waits. */
      script: z.optional(z.string()),
      args: z.optional(z.array(z.string())),
      capture: z.boolean(),
      /** Whether the process stays when the script has ended. */
      stay: z.boolean(),
    }),
    result: z.null(),
  },
  capture: { params: z.object({ on: z.boolean() }), result: z.null() },
  state: {
    params: z.object({}),
    result: z.object({
      pid: z.int(),
      torch: z.string(),
      python: z.string(),
      globalState: GlobalStateSchema,
      process: ProcessSchema,
      /** `main`: as the script's thread sees it; `bridge`: that one was busy, and thread-local state is not the script's. */
      thread: z.enum(['main', 'bridge']),
    }),
  },
  devices: { params: z.object({}), result: z.array(z.object({ device: z.string(), name: z.string() })) },
  /** As Ctrl-C. */
  interrupt: { params: z.object({}), result: z.null() },
  /** Ends a process that was started: its script as by Ctrl-C, or its waiting. */
  stop: { params: z.object({}), result: z.null() },
  precision: { params: z.object({}), result: PrecisionReadingsSchema },
  /** Makes the change; what the setter raised or warned, and all that follows from it. */
  setPrecision: {
    params: z.object({ change: PrecisionActionSchema }),
    result: z.object({
      error: z.nullable(z.string()),
      warnings: z.array(z.string()),
      precision: PrecisionReadingsSchema,
      entries: z.array(StandingSchema),
    }),
  },
  /** Looks for changes so often; 0 stops it. */
  watchPrecision: { params: z.object({ everyMs: z.int() }), result: PrecisionReadingsSchema },
  /** Which captured entries would take their call now. */
  standings: { params: z.object({}), result: z.array(StandingSchema) },
  /** Loads a blob, which executes what is in it: a person must have agreed. `entry`: take the frame it was captured from. */
  load: {
    params: z.object({
      name: z.string(),
      blob: z.string(),
      locals: z.nullable(z.array(z.string())),
      entry: z.optional(Entry),
    }),
    result: z.object({ tree: z.string(), seconds: z.number() }),
  },
  /** Checks scenarios by a blob that was loaded. */
  check: {
    params: z.object({ name: z.string(), scenarios: z.array(ScenarioSchema) }),
    result: z.array(TorchAnswerSchema),
  },
  /** Makes the call that the next questions time, and asks whether a loaded blob's guards pass it. */
  timeCall: {
    params: z.object({ name: z.string(), scenario: ScenarioSchema }),
    result: z.object({
      check: z.boolean(),
      notes: z.array(z.string()),
      /** `TENSOR_MATCH L['x']`, in the order of the blob. */
      guards: z.array(z.string()),
      /** Checks in a warm run. */
      perRun: z.int(),
      /** Nanoseconds of asking a manager without guards from Python. */
      calling: z.number(),
      /** Whether torch's own profile_guard_manager walks the caches out; if not, the bridge does. */
      torchEvicts: z.boolean(),
      evicted: z.int(),
      /** Whether the script's thread was at work. */
      busy: z.boolean(),
    }),
  },
  /** Nanoseconds of a check: warm as asked from Python, cold by torch's own profile_guard_manager. */
  timeRuns: {
    params: z.object({ warm: z.int(), cold: z.int() }),
    result: z.object({ warm: z.array(z.number()), cold: z.array(z.number()) }),
  },
  /** Turns of checks with all guards and without some, by their places in the blob; the medians of both in each turn. */
  timeWithout: {
    params: z.object({ guards: z.array(z.int()), turns: z.int(), warm: z.int(), cold: z.int() }),
    result: z.object({
      warm: z.array(Pair),
      cold: z.array(Pair),
      /** Why there is none. */
      failed: z.nullable(z.string()),
    }),
  },
  /** Guards on so many locals, by each way to them. */
  timeLocals: {
    params: z.object({ guards: z.int(), turns: z.int() }),
    result: LocalsTimesSchema,
  },
  unload: { params: z.object({ name: z.string() }), result: z.null() },
  /**
   * Error and time of matmul, conv and rnn under each setting, in a process of its own with the same Python and torch; on all
   * devices that it finds, where none is named.
   */
  probe: {
    params: z.object({ devices: z.array(z.string()), size: z.int(), runs: z.int() }),
    result: z.array(ProbeRowSchema),
  },
}
export type LiveMethod = keyof typeof LIVE_METHODS
export type LiveParams<M extends LiveMethod> = z.infer<(typeof LIVE_METHODS)[M]['params']>
export type LiveResult<M extends LiveMethod> = z.infer<(typeof LIVE_METHODS)[M]['result']>

/** A process to start. */
export const LiveStartSchema = z.object({
  kind: z.literal('start'),
  /** `python3`, `conda run -n x python`, `ssh gpu-box python3`, `docker exec -i c python3`. */
  command: z.string(),
  /** A path on the machine where Python runs; null for a process that only imports torch. */
  script: z.nullable(z.string()),
  args: z.array(z.string()),
})
export type LiveStart = z.infer<typeof LiveStartSchema>

/** How the window names a process to start, or to attach to. */
export const LiveTargetSchema = z.discriminatedUnion('kind', [
  LiveStartSchema,
  z.object({ kind: z.literal('attach'), address: z.string(), token: z.string() }),
])
export type LiveTarget = z.infer<typeof LiveTargetSchema>

/** Methods that have ways of their own: the window does not ask them. */
const NOT_ASKED = [
  'start',
  'stop',
  'load',
  'timeCall',
  'timeRuns',
  'timeWithout',
] as const satisfies readonly LiveMethod[]
/** What the window asks by itself. */
export type LiveQuestion = Exclude<LiveMethod, (typeof NOT_ASKED)[number]>
export const LIVE_QUESTIONS = Object.keys(LIVE_METHODS).filter(
  (method) => !(NOT_ASKED as readonly string[]).includes(method),
) as [LiveQuestion, ...LiveQuestion[]]

/** A compile that was written into files, in the place of `saved`: `blob` opens as any document. */
const Captured = z.object({
  ...z.omit(Saved, { blob: true }).shape,
  files: z.object({ blob: z.nullable(z.string()), scenarios: z.nullable(z.string()), about: z.string() }),
})
const End = z.object({
  good: z.boolean(),
  message: z.string(),
  status: z.nullable(z.int()),
  signal: z.nullable(z.string()),
})
const told = <S extends z.core.$ZodLooseShape, K extends string>(kind: K, { shape }: z.ZodMiniObject<S>) =>
  z.object({ kind: z.literal(kind), ...shape })
/** What the window is told of the process. */
export const LiveNewsSchema = z.discriminatedUnion('kind', [
  told('hello', Hello),
  told('torch', Torch),
  told('ready', LIVE_NOTIFICATIONS.ready),
  told('output', LIVE_NOTIFICATIONS.output),
  told('compiled', Compiled),
  told('tree', Tree),
  told('captured', Captured),
  told('precision', PrecisionReadingsSchema),
  told('fault', LIVE_NOTIFICATIONS.fault),
  told('ended', LIVE_NOTIFICATIONS.ended),
  told('stderr', LIVE_NOTIFICATIONS.output),
  told('exit', End),
])
export type LiveNews = z.infer<typeof LiveNewsSchema>
