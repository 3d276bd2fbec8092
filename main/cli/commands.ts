/** The table of commands: a new one is a file of its own and a row here. */
import { REPORT_PARTS } from '../../shared/report'
import type { Command } from './command'

export interface CommandRow {
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly load: () => Promise<Command>
}

export const commands: readonly CommandRow[] = [
  {
    name: 'info',
    usage: 'info FILE',
    summary: 'what the file is, the blobs in it, the torch that wrote it, guards by type',
    load: async () => (await import('./info')).info,
  },
  {
    name: 'tree',
    usage: 'tree FILE [--locals a,b,c] [--blob N]',
    summary: "the guard tree in torch's own text",
    load: async () => (await import('./tree')).tree,
  },
  {
    name: 'text',
    usage: 'text FILE [--blob N]',
    summary: 'a blob as a text to read and to edit, a line a guard',
    load: async () => (await import('./text')).text,
  },
  {
    name: 'check',
    usage: 'check FILE --scenarios S [--against FILE]',
    summary: 'whether each call of S would pass the guards, and if not, why',
    load: async () => (await import('./check')).check,
  },
  {
    name: 'doctor',
    usage: 'doctor FILE [--torch V] [--repair -o OUT]',
    summary: 'what will not load, runs code, or answers otherwise than torch did, and what mends it',
    load: async () => (await import('./doctor')).doctor,
  },
  {
    name: 'bench',
    usage: 'bench FILE [--scenarios S] [--runs N] [--blob N] | bench FILE --locals [--python CMD]',
    summary: "time to decode, build and print; time of a check; the ways to a frame's locals",
    load: async () => (await import('./bench')).bench,
  },
  {
    name: 'profile',
    usage: 'profile FILE [--scenarios S] [--blob N] [-o OUT] [--python CMD --execute]',
    summary: 'what each guard, accessor and manager of a check costs, warm and with cold caches',
    load: async () => (await import('./profile')).profile,
  },
  {
    name: 'edit',
    usage: 'edit FILE --edits E -o OUT | edit FILE --text T -o OUT',
    summary: 'applies edits to a blob, or those that a changed text of it means; writes OUT',
    load: async () => (await import('./edit')).edit,
  },
  {
    name: 'diff',
    usage: 'diff A B | diff FILE [--text]',
    summary: 'what the guards of two blobs want otherwise; why a function was compiled again',
    load: async () => (await import('./diff')).diff,
  },
  {
    name: 'extract',
    usage: 'extract FILE -o DIR [--force]',
    summary: 'writes the blobs of a container as files',
    load: async () => (await import('./extract')).extract,
  },
  {
    name: 'precision',
    usage: 'precision replay RECORDING | show [--torch V] [--set NAME=VALUE]...',
    summary: 'the fp32 precision settings: a recording checked against them; set and in force',
    load: async () => (await import('./precision')).precision,
  },
  {
    name: 'trace',
    usage: 'trace LOG [--tree ID] [--page OUT] [--link]',
    summary: 'the compiles of a TORCH_TRACE log or folder, their guards, latency and why each recompiled',
    load: async () => (await import('./trace')).trace,
  },
  {
    name: 'report',
    usage: 'report FILE -o OUT [--against BASE] [--scenarios S] [--fail-on WHAT]',
    summary: 'one report as .html, .md or .json; and what a build is to fail for',
    load: async () => (await import('./report')).report,
  },
  {
    name: 'live',
    usage: 'live [--python CMD] [-o DIR] SCRIPT [ARG...]',
    summary: 'runs a script under a real torch and saves every compile of it',
    load: async () => (await import('./live')).live,
  },
  {
    name: 'explain',
    usage: 'explain [NAME]',
    summary: 'what a guard, accessor or create_fn means, why it is there and how to avoid it',
    load: async () => (await import('./explain')).explain,
  },
]

export function helpText(): string {
  const width = Math.max(...commands.map((row) => row.usage.length))
  return [
    'guardscope: opens the guards_state files that torch.compile saves, without torch',
    '',
    ...commands.map((row) => `  guardscope ${row.usage.padEnd(width)}  ${row.summary}`),
    '',
    '  --json      one JSON document on standard output, and nothing else there',
    '  --help      this text',
    '  --version   the version of guardscope',
    '',
    'tree --torch-folder DIR: where torch lies in the process that would load the blob; it shortens file names in comments.',
    'check: S is a JSON file (it may be gzipped): one scenario, a list of them, or {"scenarios": [...]}. --as-saved answers',
    'as the manager before saving did, which a loaded one is known to differ from; what the file does not tell is unknown.',
    '--global-state G builds the GLOBAL_STATE guard from the JSON of GlobalStateGuard.__getstate__() in the file G.',
    '--against FILE [--against-blob N] checks another blob with the same calls and prints those on which the two part.',
    'edit: E is a JSON list of edits, such as {"do": "drop-guard", "name": "", "create_fn": "SHAPE_ENV"}: all are applied, or none.',
    '--text T: what `text` printed, changed: a line taken out is a guard dropped, a value, a size or an expression is set;',
    '--force makes edits of it that are legal but dangerous.',
    'Where OUT is FILE itself, the original stays beside it as FILE.orig.',
    'diff: guards are matched by source and kind, not by order; --blob N and --against-blob M pick one in each file, and two',
    'containers are compared blob by blob. --text adds guards of which only the line of your code differs. One container',
    'alone: each recompilation against those before it, with what refused its call.',
    'doctor: an error will not load or runs code that torch did not write, a warning can answer wrongly, a note is worth',
    'knowing; exit status 1 where there is an error or a warning. --torch V: the torch that is to load it, like 2.14.',
    'profile: S as for check, of which --scenario NAME picks one; without S the call that was saved. --runs N and --cold-runs N say',
    'how often (1000, 100), --top N how many rows. OUT ends in .speedscope.json or .trace.json (chrome://tracing, Perfetto).',
    "--python CMD: beside it torch's own manager on the same call, cold and warm, and rows by leaving their guards out, for --seconds N",
    '(20; 0 for none). torch loads FILE for it, which executes what is in it: --execute agrees to that.',
    "bench --locals: the ways to a frame's locals (by index, by name, by a dict) with 1 to 5,000 guards, in torch as well by --python CMD.",
    'precision replay: a recording of scripts/record-precision.py through the model; exit status 1 where a value differs.',
    'precision show: NAME is a node (cuda.matmul, mkldnn), an attribute or flag of torch.backends (cudnn.allow_tf32), or',
    'float32_matmul_precision; they are set one after the other, from the defaults of that torch.',
    'trace: LOG is a TORCH_TRACE log, what TORCH_LOGS=guards,recompiles printed, or a folder of such; gzipped, too. --tree 0/1',
    'prints the guard tree of a compile. A folder of tlparse is read, too. --page OUT writes all of it as one page of HTML, into OUT',
    "or as guardscope.html into the folder OUT; --link writes it into tlparse's folder and links it from index.html there.",
    `report: FILE may be a log, too; -o OUT can be given several times. --parts takes of ${REPORT_PARTS.join(', ')}.`,
    '--no-paths leaves out folders of file names, --no-stacks lines of code; --profile measures; --set as for precision;',
    '--fail-on takes load, guards+N, global-state[:KEY], by comma: one line for each blob, and exit status 1 (docs/ci.md).',
    'report DIR -o OUT: of a folder of blobs, an index page, NDJSON and Parquet in the folder OUT; goes on where it was stopped.',
    'live: CMD starts Python, python3 where it is left out; "ssh gpu-box python3" runs SCRIPT there, with nothing installed. Blobs',
    'and the calls they were made for go into DIR, guardscope-live where it is left out. Unlike all else here it runs code: yours.',
    'FILE is a guards_state blob or a container: a cache entry of Dynamo, an aot_compile file, a saved module,',
    'or the bytes of torch.compiler.save_cache_artifacts(). --blob N picks one inside, counted from 0 as info lists them.',
    'Exit status: 0 done and good; 1 done, with findings or differences; 2 could not be done.',
    '',
  ].join('\n')
}
