/** What the app asks the process that calls the driver, and what comes back. */
import type { Reply } from '../../shared/api'
import type { DeviceReport, ProbeResult } from '../../shared/device'

export interface DeviceQuestions {
  report: { readonly ask: object; readonly answer: DeviceReport }
  probe: { readonly ask: { readonly ordinal: number }; readonly answer: ProbeResult }
}
export type DeviceQuestion = keyof DeviceQuestions

export type ToDevice = {
  [Q in DeviceQuestion]: { readonly serial: number; readonly question: Q } & DeviceQuestions[Q]['ask']
}[DeviceQuestion]

export interface FromDevice {
  readonly serial: number
  readonly reply: Reply<DeviceQuestions[DeviceQuestion]['answer']>
}
