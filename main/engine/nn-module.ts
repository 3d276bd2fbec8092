/** Attributes of an nn.Module are read through its `__dict__` where they stand there (GuardBuilder.getattr_on_nn_module). */
import { type Source, textField } from '../state/source'
import { accessor, attribute } from './accessors'
import type { GuardBuilder } from './builder'
import type { GuardManager } from './manager'
import { dictGet, instanceDict } from './values/attributes'
import type { ObjectValue, PyClass, Value } from './values/value'

/**
 * Whether an attribute of this value is read through a module's `__dict__` (guards.py, should_optimize_getattr_on_nn_module;
 * 2.8 leaves modules with a `__getattr__` of their own to getattr).
 */
export function readsThroughDict(builder: GuardBuilder, value: Value): value is ObjectValue {
  if (value.kind !== 'object' || !value.isModule) return false
  return builder.dialect.customGetattr === 'dict' || !overridesGetattr(builder, value)
}

const MODULE = 'torch.nn.modules.module.Module'

/** By the bases where they are known; else by what tracing the override left behind. */
function overridesGetattr(builder: GuardBuilder, { type }: ObjectValue): boolean {
  if (type === null) return false
  const bases = type.mro
  if (bases === null) return builder.tracedGetattr.has(type)
  return bases.find((base) => builder.facts.classAttribute(base, '__getattr__') !== null) !== MODULE
}

/**
 * Classes whose `__getattr__` was traced: torch inlines one only where the class overrides it, and then the first thing
 * that Module.__getattr__ asks is whether `_parameters` contains the name (torch/nn/modules/module.py).
 */
export function tracedGetattrs(builder: GuardBuilder): ReadonlySet<PyClass> {
  const classes = new Set<PyClass>()
  for (const { source, createFn } of builder.state.guards) {
    if (createFn !== 'DICT_CONTAINS' || source?.base == null || textField(source, 'member') !== '_parameters') continue
    const value = builder.evaluator.tryGet(source.base)
    if (value?.kind === 'object' && value.isModule && value.type !== null) classes.add(value.type)
  }
  return classes
}

/** Where an attribute stands: in `__dict__` itself, or in one of the module's three dicts. */
function place(
  builder: GuardBuilder,
  module: ObjectValue,
  name: string,
): { readonly l1: string; readonly l2: string | null } | null {
  if (module.attrs.has(name)) return { l1: name, l2: null }
  for (const l1 of ['_parameters', '_buffers', '_modules']) {
    const dict = module.attrs.get(l1)
    if (dict?.kind !== 'dict' || dictGet(dict, name) === null) continue
    if (l1 === '_modules' && (module.type?.mro ?? []).some((base) => builder.facts.classAttribute(base, name) !== null))
      continue
    return { l1, l2: name }
  }
  return null
}

/** The manager of `base.name`. */
export function nnModuleAttribute(
  builder: GuardBuilder,
  base: GuardManager,
  baseName: string,
  module: ObjectValue,
  name: string,
  sourceName: string,
  origin: Source | null,
  value: Value,
): GuardManager {
  const found = place(builder, module, name)
  if (found === null)
    return base.child(attribute(builder, name), sourceName, () => builder.newManager(sourceName, origin, value))
  const dict = genericDict(builder, base, baseName, module)
  const key = (text: string): Value => ({ kind: 'str', type: builder.classes.builtin('str'), node: null, value: text })
  if (found.l2 === null) return builder.dictChild(dict, key(found.l1), sourceName, origin, dict.value ?? value, value)
  const l1Value = module.attrs.get(found.l1) ?? value
  const l1 = builder.dictChild(dict, key(found.l1), `${baseName}.${found.l1}`, null, dict.value ?? value, l1Value)
  return builder.dictChild(l1, key(found.l2), sourceName, origin, l1Value, value)
}

/** The manager of `module.__dict__`; its keys are never guarded in order. */
export function genericDict(builder: GuardBuilder, base: GuardManager, baseName: string, module: Value): GuardManager {
  const source = `${baseName}.__dict__`
  return base.child(
    accessor('GetGenericDictGuardAccessor', 'GetGenericDictGuardAccessor', '__generic_dict_accessor__'),
    source,
    () => builder.newManager(source, null, instanceDict(builder.classes, module), false),
  )
}
