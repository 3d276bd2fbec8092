/** What a report says of a measurement: the middle of the runs, and how it was come to. Of this engine: torch's own stands in the window. */
import type { Costs } from '../../shared/overhead'
import { median, quantile } from '../../shared/quantile'
import type { ReportCosts } from './model'

export function costsOf({ runs, method, ownError }: Costs): ReportCosts {
  if (method.kind !== 'pieces') throw new Error('a report tells of profiles of this engine alone')
  const errors = ownError.filter((error) => error > 0)
  return {
    median_ns: tenth(median(runs)),
    low_ns: tenth(quantile(runs, 0.25)),
    high_ns: tenth(quantile(runs, 0.75)),
    runs: runs.length,
    pieced: method.pieced,
    clock_ns: tenth(method.clock),
    taken_off_ns: tenth(method.takenOff),
    apart: Math.round(method.apart * 1000) / 1000,
    evicted_bytes: method.evicted,
    row_error_ns: errors.length === 0 ? 0 : tenth(median(errors)),
  }
}

const tenth = (ns: number): number => Math.round(ns * 10) / 10
