/** `live SCRIPT ARG...`: runs a script under a real torch and writes every compile of it into files. */
import { resolve } from 'node:path'
import type { CompiledEntry, LiveEvent, SavedEntry } from '../../shared/live-process'
import { CaptureFolder, type CaptureFiles } from '../python/captures'
import { StartedProcess } from '../python/started-process'
import { type Command, CommandError, DONE, FAILED, FINDINGS, type Status } from './command'
import { oneLine, write, writeError, writeJson } from './output'

export const live: Command = {
  operands: ['SCRIPT'],
  rest: true,
  options: { python: { type: 'string' }, output: { type: 'string', short: 'o' } },
  async run({ operands, values, json }) {
    const [script = '', ...args] = operands
    const command = typeof values['python'] === 'string' ? values['python'] : 'python3'
    const path = typeof values['output'] === 'string' ? values['output'] : 'guardscope-live'
    return new Run(command, new CaptureFolder(resolve(path)), json).of(script, args)
  },
}

/** One run of a script: what it compiled, as it comes. */
class Run {
  private readonly compiled = new Map<number, CompiledEntry>()
  private readonly rows: object[] = []
  private torch = ''
  private imported = false
  private failed = 0
  private scriptStatus: number | null = null

  constructor(
    private readonly command: string,
    private readonly folder: CaptureFolder,
    private readonly json: boolean,
  ) {}

  async of(script: string, args: readonly string[]): Promise<Status> {
    const { command } = this
    const process_ = new StartedProcess({ command, script, args }, (event) => this.hear(event))
    // a terminal interrupts the script as well: it is given time to end by itself
    const interrupt = (): void => void setTimeout(() => void process_.stop(), 1000).unref()
    process.on('SIGINT', interrupt)
    const end = await process_.ended
    process.off('SIGINT', interrupt)
    if (this.json) writeJson({ torch: this.torch, compiles: this.rows, script: { status: this.scriptStatus }, end })
    else if (this.scriptStatus !== null) write(this.summary())
    if (this.scriptStatus === null || (this.scriptStatus === 0 && !end.good)) throw new CommandError(end.message)
    if (this.scriptStatus !== 0) writeError(end.message)
    else if (!this.imported) writeError(`${script} did not import torch: there was nothing to capture`)
    return this.scriptStatus !== 0 ? FAILED : this.failed > 0 ? FINDINGS : DONE
  }

  private hear(event: LiveEvent): void {
    switch (event.kind) {
      case 'torch':
        this.imported = true
        this.torch = event.version
        if (event.standing === 'old') writeError(`torch ${event.version} is too old to be captured: 2.8 is the oldest`)
        if (event.standing === 'new') writeError(`torch ${event.version} is newer than 2.14, the newest that is known`)
        return
      case 'output':
        // what the script prints stays apart from the one document
        ;(this.json ? process.stderr : process.stdout).write(event.text)
        return
      case 'stderr':
        process.stderr.write(event.text)
        return
      case 'fault':
        writeError(event.message)
        return
      case 'compiled':
        this.compiled.set(event.entry, event)
        this.folder.note(event)
        return
      case 'tree':
        this.folder.notePrinted(event)
        return
      case 'saved':
        this.save(event)
        return
      case 'ended':
        this.scriptStatus = event.status
        return
      default:
        return
    }
  }

  private save(saved: SavedEntry): void {
    let files: CaptureFiles = { blob: null, scenarios: null, about: '' }
    let error = saved.error
    try {
      files = this.folder.write(saved, this.torch)
    } catch (raised) {
      error = oneLine(raised)
    }
    if (error !== null) this.failed++
    const entry = this.compiled.get(saved.entry)
    this.compiled.delete(saved.entry)
    const { compileId = null, frame, guards = 0, latencyUs = null, reasons = [] } = entry ?? {}
    this.rows.push({
      id: compileId,
      function: frame?.qualname ?? '',
      file: frame?.file ?? '',
      line: frame?.line ?? 0,
      guards,
      guard_latency_us: latencyUs,
      recompile_reasons: reasons,
      dropped: saved.dropped,
      error,
      ...files,
    })
    if (!this.json && entry !== undefined) write(lines(entry, saved, files, error))
  }

  private summary(): string {
    const { length } = this.rows
    const saved = length - this.failed
    return `${length} compile${length === 1 ? '' : 's'}${length === 0 ? '' : `, ${saved} saved in ${this.folder.folder}`}\n`
  }
}

function lines(entry: CompiledEntry, saved: SavedEntry, files: CaptureFiles, error: string | null): string {
  const { compileId, frame, guards, latencyUs, reasons } = entry
  const latency = latencyUs === null ? '' : `, ${Math.round(latencyUs)} us cold`
  const dropped = saved.dropped.length === 0 ? '' : `, ${saved.dropped.length} that cannot be saved`
  return [
    `[${compileId ?? entry.entry}] ${frame.qualname} (${frame.file}:${frame.line}): ${guards} guards${dropped}${latency}`,
    ...reasons.map((reason) => `    compiled again: ${reason.split('\n')[0]?.replace(/\s+#.*$/, '') ?? ''}`),
    ...saved.dropped.map((guard) => `    not saved: ${guard.createFn} ${guard.name}`),
    error === null ? `    ${files.blob ?? files.about}` : `    ${error}`,
    '',
  ].join('\n')
}
