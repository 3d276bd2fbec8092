/** The process that calls the driver, as Electron's utility process. */
import { utilityProcess } from 'electron'
import type { DeviceProcess } from '../device/host'
import type { FromDevice } from '../device/protocol'

export function deviceProcess(script: string): DeviceProcess {
  const child = utilityProcess.fork(script, [], { serviceName: 'Guardscope devices' })
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', (message: FromDevice) => listener(message)),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  }
}
