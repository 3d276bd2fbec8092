/** Measures the guards of an open document's blobs when it is asked, and keeps the last profile of each to export. */
import type { Where } from '../../shared/edit'
import {
  LOCALS_COUNTS,
  LOCALS_TURNS,
  type LocalsTimes,
  type Profile,
  type ProfileFormat,
  type ProfileOptions,
  type Saving,
} from '../../shared/overhead'
import type { ScenarioJson } from '../../shared/scenario'
import type { TreeColumns } from '../../shared/tree'
import { Checker } from '../engine/check/checker'
import { NEW_PROCESS } from '../engine/check/loading-process'
import { ownScenario } from '../engine/check/own-scenario'
import type { BuiltTree } from '../engine/build'
import type { GuardDocument } from './document'
import { profileTree } from './profile'
import { exportProfile } from './profile-export'
import { readText } from './replay'
import { listSavings } from './savings'
import { timeLocals } from '../overhead/frame-locals'

/** Scenarios that are put to each tree. */
const MOST_SCENARIOS = 200

export class Measurements {
  private readonly last = new Map<number, { readonly tree: TreeColumns; readonly profile: Profile }>()

  constructor(private readonly onProgress: (fraction: number) => void) {}

  profile(
    document: GuardDocument,
    {
      blob,
      scenario,
      options,
    }: { readonly blob: number; readonly scenario: string | null; readonly options: ProfileOptions },
  ): Profile {
    const tree = document.tree(blob)
    const profile = profileTree({
      tree,
      nodes: document.nodes(blob),
      depths: document.depths(blob),
      checker: new Checker(tree, NEW_PROCESS),
      json: callOf(tree, scenario),
      runs: options.runs,
      onProgress: this.onProgress,
    })
    // what goes to other programs is the blob as it stands
    if (!options.original) this.last.set(blob, { tree: document.openBlob(blob).tree, profile })
    return profile
  }

  savings(
    document: GuardDocument,
    ask: {
      readonly blob: number
      readonly scenario: string | null
      readonly scenarios: readonly string[]
      readonly own: Where | null
    },
  ): readonly Saving[] {
    const tree = document.tree(ask.blob)
    const saved = ownScenario(tree)
    return listSavings({
      tree,
      pickle: document.graph(ask.blob).pickle,
      loading: NEW_PROCESS,
      json: ask.scenario === null ? saved : readText(ask.scenario),
      scenarios: [saved, ...ask.scenarios.slice(0, MOST_SCENARIOS).map(readText)],
      own: ask.own,
      onProgress: this.onProgress,
    })
  }

  /** Of the torch that wrote the document: its classes are the values' own. */
  locals(document: GuardDocument): readonly LocalsTimes[] {
    const { classes } = document.tree(0).builder
    return LOCALS_COUNTS.map((guards, i) => {
      this.onProgress(i / LOCALS_COUNTS.length)
      return timeLocals(classes, guards, LOCALS_TURNS)
    })
  }

  /** The last profile of the blob as it stands; null where there is none. */
  of(document: GuardDocument, blob: number): Profile | null {
    const last = this.last.get(blob)
    return last !== undefined && last.tree === document.openBlob(blob).tree ? last.profile : null
  }

  /** Throws where the blob was not profiled. */
  exported(blob: number, name: string, format: ProfileFormat): string {
    const last = this.last.get(blob)
    if (last === undefined) throw new Error('measure the blob first')
    return exportProfile(name, last.tree, last.profile, format)
  }
}

function callOf(tree: BuiltTree, scenario: string | null): ScenarioJson {
  return scenario === null ? ownScenario(tree) : readText(scenario)
}
