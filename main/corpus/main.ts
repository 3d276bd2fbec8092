/** Compares a folder that scripts/corpus.mjs recorded with the engine and with the nearest version of the fixtures. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { factsFor } from '../documents/tables'
import { TORCH_VERSIONS, type TorchVersion } from '../state/dialect'
import { againstEngine } from './against-engine'
import { againstKnown, tableRows } from './against-known'
import type { Comparison } from './findings'
import { casesIn, Recording } from './recording'
import { markdown } from './report'

/** Writes report.md and report.json into the folder; how many differences there are. */
export function compareRecording(folder: string, fixtures: string): number {
  const { torch } = JSON.parse(readFileSync(join(folder, 'torch.json'), 'utf8')) as { torch: string }
  const recording = new Recording(folder)
  const own = TORCH_VERSIONS.find((version) => torch.startsWith(`${version}.`)) ?? null
  const table = recording.facts()
  const engine = againstEngine(recording, torch, own === null ? table : null)
  const known = nearest(
    torch,
    readdirSync(fixtures).filter((name) => /^\d+\.\d+\.\d+$/.test(name)),
  )
  const comparison: Comparison = {
    torch,
    known,
    counts: engine.counts,
    rows: [
      ...engine.rows,
      ...(known === null ? [] : againstKnown(recording.cases('corpus'), casesIn(join(fixtures, known)))),
      ...(table === null ? [] : tableRows(table, factsFor(own ?? nearestTable(torch)))),
    ],
  }
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(comparison, null, 1)}\n`)
  const text = markdown(comparison)
  writeFileSync(join(folder, 'report.md'), text)
  process.stdout.write(text)
  return comparison.rows.length
}

function nearestTable(torch: string): TorchVersion {
  return TORCH_VERSIONS.find((version) => version === nearest(torch, TORCH_VERSIONS)) ?? '2.8'
}

/** Of two that are as near, the newer. */
export function nearest(torch: string, versions: readonly string[]): string | null {
  const [wanted] = [order(torch)]
  return (
    [...versions].sort((a, b) => Math.abs(order(a) - wanted) - Math.abs(order(b) - wanted) || order(b) - order(a))[0] ??
    null
  )
}

/** 2_013_000 of `2.13.0+cpu`. */
function order(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.split('+')[0]?.split('.').map(Number) ?? []
  return major * 1_000_000 + minor * 1000 + patch
}
