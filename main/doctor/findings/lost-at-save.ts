/** What torch did not save, so that the loaded manager answers otherwise than the one that was compiled. */
import { AsSaved } from '../../engine/check/as-saved'
import { NEW_PROCESS } from '../../engine/check/loading-process'
import { asSavedDifferences, type Difference, type DifferenceKind } from '../../engine/check/differences'
import type { Finding, GuardName, Severity } from '../../../shared/findings'
import { type Examination, type Patient, few, guardName, only } from '../patient'

export const lostAtSave: Examination = (patient) => {
  const saved = new AsSaved(patient.tree)
  const byCode = new Map<string, { readonly row: Row; readonly guards: GuardName[]; readonly sources: Set<string> }>()
  for (const difference of asSavedDifferences(patient.tree, NEW_PROCESS, saved)) {
    for (const row of rowsOf(patient, difference, saved)) {
      let group = byCode.get(row.code)
      if (group === undefined) byCode.set(row.code, (group = { row, guards: [], sources: new Set() }))
      const { leaf, manager } = difference
      if (group.sources.has(manager.source)) continue
      group.sources.add(manager.source)
      if (leaf?.guard != null) group.guards.push(guardName(patient, leaf.guard))
    }
  }
  return [...byCode.values()].flatMap(({ row, guards, sources }) => {
    if (row.each && guards.length > 0) return guards.map((guard) => finding(row, guard, ` (${guard.name})`))
    const names = [...sources].filter((name) => name !== '')
    return [finding(row, only(guards), names.length === 0 ? '' : ` (${few(names)})`)]
  })
}

interface Row {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  /** One finding for each guard, not one for all. */
  readonly each?: boolean
}

function finding({ code, severity, message }: Row, guard: GuardName | null, where: string): Finding {
  return { code, severity, guard, message: message + where, repair: [] }
}

/** `unsure`: the file does not tell whether the two differ. */
const ROWS: Readonly<Record<DifferenceKind, { readonly known: Row; readonly unsure?: Row }>> = {
  markings: {
    known: {
      code: 'markings-lost',
      severity: 'warning',
      each: true,
      message:
        'torch does not save dimension markings (mark_dynamic, mark_static, mark_unbacked): the loaded guard refuses every marked tensor, those it was compiled with too; call it with unmarked ones',
    },
    unsure: {
      code: 'markings-unknown',
      severity: 'note',
      message:
        'whether a dimension was marked (mark_dynamic and its like) is not in the file: the loaded guard refuses every marked tensor',
    },
  },
  staticShape: {
    known: {
      code: 'parameter-markings',
      severity: 'note',
      message:
        'torch loads a parameter as a plain tensor: the loaded guard refuses dimension markings on it, which the original did not look at',
    },
  },
  aliasing: {
    known: {
      code: 'parameter-aliasing',
      severity: 'note',
      message:
        'torch loads a parameter as a plain tensor: the loaded guard refuses one that comes under two names, which the original took',
    },
  },
  requiresGrad: {
    known: {
      code: 'requires-grad-unknown',
      severity: 'note',
      message: 'torch 2.8 does not save requires_grad: the loaded guard refuses a tensor that requires grad',
    },
  },
  dispatchKeys: {
    known: {
      code: 'dispatch-keys-lost',
      severity: 'warning',
      message:
        'it was compiled under autocast, functorch or inference mode, and loads in a thread without: the loaded guard wants the dispatch keys of that thread and refuses those it was compiled with',
    },
    unsure: {
      code: 'dispatch-keys-unknown',
      severity: 'note',
      message:
        'whether it was compiled under autocast or inference mode is not in the file: if so, the loaded guard wants other dispatch keys',
    },
  },
  device: {
    known: {
      code: 'default-device',
      severity: 'warning',
      message:
        "DEFAULT_DEVICE compares with the default device of the process that loads, though it prints the saved one: set the same default device before loading, or it guards another one's",
    },
  },
  globalState: {
    known: {
      code: 'global-state-not-saved',
      severity: 'note',
      message:
        'torch 2.8 does not save the global state: the loaded guard wants that of the loading process (grad mode, autocast, threads), whatever it was compiled in',
    },
  },
  globals: {
    known: {
      code: 'globals-in-file',
      severity: 'warning',
      message:
        'torch 2.8 guards the globals as they lie in the file: a global that changes in the running process still passes',
    },
  },
}

const REQUIRES_GRAD: Row = {
  code: 'requires-grad-lost',
  severity: 'warning',
  message:
    'torch 2.8 does not save requires_grad: the loaded guard wants False, so every parameter that is trained is refused; save again with torch 2.9 or newer',
}

const PARAMETER = 'torch.nn.parameter.Parameter'

function rowsOf({ tree }: Patient, difference: Difference, saved: AsSaved): readonly Row[] {
  const { kind, leaf, manager } = difference
  const { known, unsure } = ROWS[kind]
  const original = leaf === null ? null : saved.original(leaf, manager)
  const row = unsure !== undefined && (original?.leaves.length ?? 1) > 1 ? unsure : known
  if (leaf?.expected.kind !== 'tensor' || tree.builder.dialect.keepsRequiresGrad) return [row]
  const loses = original?.leaves.some(({ expected }) => expected.kind === 'tensor' && expected.requiresGrad === true)
  if (loses !== true) return [row]
  const grad = leaf.expected.pytype?.name === PARAMETER ? REQUIRES_GRAD : ROWS.requiresGrad.known
  return kind === 'requiresGrad' ? [grad] : [row, grad]
}
