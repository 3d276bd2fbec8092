/** The GPUs, and what a product's error is on each. */
import type { Handlers } from '../handlers'
import type { WindowParts } from '../window-parts'

type DeviceHandlers = Pick<Handlers, 'devices' | 'probeDevice' | 'emulatedErrors'>

export function deviceHandlers({ shared: { devices, emulated } }: WindowParts): DeviceHandlers {
  return {
    devices: () => devices.ask('report', {}),
    probeDevice: (ordinal) => devices.ask('probe', { ordinal }),
    emulatedErrors: () => emulated.ask(),
  }
}
