/** `trace LOG`: the compiles of a torch log, their guards, latency and why each recompiled. */
import type { Trace } from '../../shared/trace'
import { FileError } from '../documents/read-file'
import { TraceFile } from '../documents/trace-file'
import { type Command, CommandError, DONE, type Status } from './command'
import { write, writeJson } from './output'
import { traceText } from './trace-text'

export const trace: Command = {
  operands: ['LOG'],
  options: {},
  async run({ operands, json }): Promise<Status> {
    const file = await opened(operands[0] ?? '')
    if (json) writeJson(asJson(file.trace))
    else write(traceText(file.trace))
    return DONE
  },
}

async function opened(path: string): Promise<TraceFile> {
  try {
    return await TraceFile.open(path)
  } catch (error) {
    throw error instanceof FileError ? new CommandError(error.message) : error
  }
}

function asJson({ logs, compiles, chains }: Trace): object {
  return {
    compiles: compiles.map((compile) => ({
      id: compile.id,
      function: compile.function,
      file: compile.file,
      line: compile.line,
      guards: compile.guards,
      guard_latency_us: compile.guardLatencyUs,
      recompile_reasons: compile.reasons,
      rank: compile.rank,
      pid: compile.pid,
      log: compile.log,
      chain: compile.chain,
      failure: compile.failure,
      recompile_limit: compile.recompileLimit,
    })),
    chains,
    logs,
  }
}
