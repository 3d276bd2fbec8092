/** torch's own filters of guards (torch/compiler/__init__.py): which guards each keeps, and what it lets change unseen. */
import type { GuardFilterName } from '../../../shared/edit'
import { TORCH_VERSIONS, type TorchVersion } from '../../state/dialect'
import type { Guard } from '../../state/guards-state'
import type { GuardBuilder } from '../builder'
import { type GuardSourceName, guardSourceOf } from '../source-name'

/** What a filter looks at of a GuardFilterEntry (make_guard_filter_entry, guards.py); null where the file does not tell. */
interface Entry {
  readonly guardType: string | null
  readonly isGlobal: boolean | null
  readonly guardSource: GuardSourceName | null
  /** `isinstance(entry.value, torch.nn.Parameter)`, of the value that was compiled with. */
  isParameter(): boolean | null
}

export interface GuardFilter {
  readonly name: GuardFilterName
  /** The first torch that has it; those after it do. */
  readonly since: TorchVersion
  /** What may change unseen once that is left out. */
  readonly unsound: string
  readonly keeps: (entry: Entry) => boolean | null
}

/** The code of each is the same in all versions that have it. */
const FILTERS: readonly GuardFilter[] = [
  {
    name: 'skip_guard_on_globals_unsafe',
    since: '2.8',
    unsound: 'Globals may change unseen, and so may all that is reached through one: modules, functions, settings.',
    keeps: ({ isGlobal }) => not(isGlobal),
  },
  {
    name: 'skip_guard_on_inbuilt_nn_modules_unsafe',
    since: '2.8',
    unsound: 'Modules of torch.nn may change unseen: training mode, hooks, attributes, their parameters.',
    keeps: ({ guardSource }) =>
      guardSource === null ? null : !guardSource.endsWith('_UNSPECIALIZED_BUILTIN_NN_MODULE'),
  },
  {
    name: 'skip_guard_on_all_nn_modules_unsafe',
    since: '2.8',
    unsound: 'All modules may change unseen, your own as well: training mode, hooks, attributes, their parameters.',
    keeps: ({ guardSource }) => (guardSource === null ? null : !guardSource.includes('_UNSPECIALIZED_')),
  },
  {
    name: 'keep_tensor_guards_unsafe',
    since: '2.8',
    unsound:
      'All but tensors may change unseen: values, types, parameters, globals, grad mode and autocast, and how sizes relate.',
    keeps: ({ guardType, isParameter }) => {
      if (guardType === null) return null
      return guardType === 'TENSOR_MATCH' && not(isParameter())
    },
  },
  {
    name: 'keep_portable_guards_unsafe',
    since: '2.11',
    unsound: 'Values, types, modules and globals may change unseen; local tensors, sizes and the global state may not.',
    keeps: ({ guardType, isGlobal }) => {
      if (guardType === null) return null
      if (guardType === 'GLOBAL_STATE' || guardType === 'SHAPE_ENV') return true
      return guardType === 'TENSOR_MATCH' && not(isGlobal)
    },
  },
  {
    name: 'skip_all_guards_unsafe',
    since: '2.10',
    unsound: 'Everything may change unseen: what was compiled for one call runs for all.',
    keeps: () => false,
  },
]

/** Those that a torch has. */
export function filtersOf(version: TorchVersion): readonly GuardFilter[] {
  return FILTERS.filter(({ since }) => TORCH_VERSIONS.indexOf(since) <= TORCH_VERSIONS.indexOf(version))
}

/** Whether a filter keeps a guard as torch would have had it when it compiled; null where the file does not tell. */
export function keepsGuard(filter: GuardFilter, guard: Guard, builder: GuardBuilder): boolean | null {
  return filter.keeps({
    guardType: guard.createFn === '?' ? null : guard.createFn,
    isGlobal: isGlobal(guard),
    guardSource: chainIsKnown(guard) && guard.source !== null ? guardSourceOf(guard.source) : null,
    isParameter: () => isParameter(guard, builder),
  })
}

const not = (known: boolean | null): boolean | null => (known === null ? null : !known)

function chainIsKnown({ source }: Guard): boolean {
  for (let at = source; at !== null; at = at.base) if (!at.known) return false
  return source !== null
}

/** `get_global_source_name(source) is not None`: what the chain begins with is a GlobalSource, and no other root. */
function isGlobal(guard: Guard): boolean | null {
  if (!chainIsKnown(guard)) return null
  let at = guard.source
  while (at !== null && at.base !== null) at = at.base
  return at?.cls === 'GlobalSource'
}

const NEW_TENSORS = new Set(['NumpyTensorSource', 'FloatTensorSource'])
const PARAMETER = 'torch.nn.parameter.Parameter'

/**
 * The tensor of a guard is a fake one in the file, which knows the class of the real one. A parameter of another class
 * than Tensor keeps that class and is marked (`_is_param`), and the mark is not saved.
 */
function isParameter(guard: Guard, builder: GuardBuilder): boolean | null {
  // made of an array or a number when it is asked for
  if (guard.source !== null && NEW_TENSORS.has(guard.source.cls)) return false
  const value = guard.source === null ? null : builder.evaluator.tryGet(guard.source)
  if (value?.kind !== 'tensor') return null
  const cls = value.pytype ?? value.type
  if (cls === null) return null
  if (cls.name === 'torch.Tensor') return false
  return cls.name === PARAMETER || cls.mro?.includes(PARAMETER) === true ? true : null
}
