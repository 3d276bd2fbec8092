/** What `__setstate__` of torch's own classes makes of a saved state. */
import type { Classes } from './classes'
import { LazyDict } from './lazy'
import { type Attrs, type PyClass, PythonError, type Value } from './value'

/** The attributes of a loaded instance. `state` are those that were saved. */
export function afterSetstate(classes: Classes, type: PyClass, state: () => Attrs): () => Attrs {
  if (classes.isSubclass(type, 'torch.nn.modules.rnn.RNNBase') === true) return () => withWeakRefs(classes, state())
  if (isOptimizer(classes, type)) return () => withHooks(classes, state())
  return state
}

/** torch/nn/modules/rnn.py, RNNBase.__setstate__: weak references to the flat weights are made anew. */
function withWeakRefs(classes: Classes, attrs: Attrs): Attrs {
  const weights = attrs.get('_flat_weights')
  if (weights?.kind !== 'sequence') return attrs
  const type = classes.get('weakref.ReferenceType')
  const refs = weights.items.map((item): Value =>
    item.kind === 'none' ? item : { kind: 'weakref', type, node: null, target: item },
  )
  return new Map(attrs).set('_flat_weight_refs', {
    kind: 'sequence',
    base: 'list',
    type: classes.builtin('list'),
    node: null,
    items: refs,
    attrs: new Map(),
  })
}

const HOOKS = [
  '_optimizer_step_pre_hooks',
  '_optimizer_step_post_hooks',
  '_optimizer_state_dict_pre_hooks',
  '_optimizer_state_dict_post_hooks',
  '_optimizer_load_state_dict_pre_hooks',
  '_optimizer_load_state_dict_post_hooks',
]

export function isOptimizer(classes: Classes, type: PyClass): boolean {
  return classes.isSubclass(type, 'torch.optim.optimizer.Optimizer') === true
}

/** torch/optim/optimizer.py, Optimizer.__getstate__ leaves the hooks out; `__setstate__` makes empty ones. */
function withHooks(classes: Classes, attrs: Attrs): Attrs {
  const all = new Map(attrs)
  for (const name of HOOKS) {
    if (all.has(name)) continue
    const type = classes.get('collections.OrderedDict')
    all.set(
      name,
      new LazyDict(
        'dict',
        type,
        null,
        () => [],
        () => new Map(),
      ),
    )
  }
  return all
}

/**
 * Throws what `__setstate__` of torch's optimizers raises where a step count was not saved: `float(p_state["step"])` in
 * Adam and most others (torch/optim/adam.py), not in SGD and those without a count.
 */
export function checkOptimizer(classes: Classes, type: PyClass | null, attrs: Attrs): void {
  const owner = (type?.mro ?? []).find((base) => classes.facts.classAttribute(base, '__setstate__') !== null)
  if (owner === undefined || !COUNTING.has(owner)) return
  const state = attrs.get('state')
  for (const [, entry] of state?.kind === 'dict' ? state.entries : []) {
    const step =
      entry.kind === 'dict' ? entry.entries.find(([key]) => key.kind === 'str' && key.value === 'step') : null
    if (step?.[1].kind === 'missing')
      throw new PythonError("TypeError: float() argument must be a string or a real number, not '_Missing'")
  }
}

const COUNTING = new Set([
  'torch.optim._adafactor.Adafactor',
  'torch.optim.adadelta.Adadelta',
  'torch.optim.adagrad.Adagrad',
  'torch.optim.adam.Adam',
  'torch.optim.adamax.Adamax',
  'torch.optim.adamw.AdamW',
  'torch.optim.asgd.ASGD',
  'torch.optim.nadam.NAdam',
  'torch.optim.radam.RAdam',
  'torch.optim.rmsprop.RMSprop',
  'torch.optim.rprop.Rprop',
])
