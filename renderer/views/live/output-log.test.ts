import { describe, expect, it } from 'vitest'
import { OutputLog } from './output-log'

const texts = (log: OutputLog): readonly string[] => log.snapshot().map(({ from, text }) => `${from}: ${text}`)

describe('what a process prints', () => {
  it('is lines, however it was cut; the two streams do not run into one another', () => {
    const log = new OutputLog()
    log.add('stdout', 'one\ntw')
    log.add('stdout', 'o\n\nth')
    log.add('stderr', 'aside\n')
    log.add('stdout', 'ree')
    expect(texts(log)).toEqual(['stdout: one', 'stdout: two', 'stdout: ', 'stdout: th', 'stderr: aside', 'stdout: ree'])
  })

  it('goes back to the start of its line where a progress bar does', () => {
    const log = new OutputLog()
    for (const step of ['10 %', '\r50 %', '\r100 %\r\n', 'done']) log.add('stdout', step)
    expect(texts(log)).toEqual(['stdout: 100 %', 'stdout: done'])
  })

  it('is bounded: the last lines stay, each with its number', () => {
    const log = new OutputLog(100)
    for (let i = 0; i < 1000; i++) log.add('stdout', `${i}\n`)
    const lines = log.snapshot()
    expect(lines.length).toBeLessThanOrEqual(125)
    expect(lines.length).toBeGreaterThanOrEqual(100)
    expect(lines.every(({ number, text }) => text === String(number))).toBe(true)
    expect(lines.at(-1)?.number).toBe(999)
  })
})
