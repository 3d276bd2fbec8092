/**
 * Calls the driver in a process of its own: one that hangs can be ended, one that crashes takes nothing with it.
 * Started by Electron as a utility process, by Node as a child; either way questions come and replies go as messages.
 */
import type { Reply } from '../../shared/api'
import { startCuda } from './cuda/driver'
import type { CudaLibrary } from './cuda/driver'
import { probe } from './cuda/probe'
import { Nvml } from './nvml/read'
import type { DeviceQuestion, DeviceQuestions, FromDevice, ToDevice } from './protocol'
import { reportOf, started } from './report'
import type { Started } from './report'

let nvml: Started<Nvml> | null = null
let cuda: Started<CudaLibrary> | null = null

function answer(message: ToDevice): DeviceQuestions[DeviceQuestion]['answer'] {
  cuda ??= started(() => startCuda())
  if (message.question === 'probe') {
    if (!cuda.ok) throw cuda.error
    return probe(cuda.library, message.ordinal)
  }
  nvml ??= started(() => Nvml.start())
  return reportOf(nvml, cuda)
}

function receive(message: ToDevice, send: (reply: FromDevice) => void): void {
  let reply: Reply<DeviceQuestions[DeviceQuestion]['answer']>
  try {
    reply = { ok: true, value: answer(message) }
  } catch (error) {
    reply = { ok: false, error: { message: error instanceof Error ? error.message : String(error), offset: null } }
  }
  send({ serial: message.serial, reply })
}

/** As much of Electron's `process.parentPort` as is used. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: ToDevice }) => void): void
  postMessage(message: FromDevice): void
}
const { parentPort } = process as unknown as { readonly parentPort?: ParentPort }

if (parentPort !== undefined)
  parentPort.on('message', ({ data }) => receive(data, (reply) => parentPort.postMessage(reply)))
else process.on('message', (data) => receive(data as ToDevice, (reply) => process.send?.(reply)))
