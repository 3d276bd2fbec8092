/** A command of the terminal, run in the test's own process. The test restores its mocks. */
import { vi } from 'vitest'
import { main } from '../main'

export interface Outcome {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

export async function inProcess(args: readonly string[]): Promise<Outcome> {
  const told = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      told[stream] += Buffer.from(text).toString()
      return true
    })
  const status = await main(args)
  return { status, ...told }
}
