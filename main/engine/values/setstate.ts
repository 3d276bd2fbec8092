/** What `__setstate__` of torch's own classes makes of a saved state. */
import type { Classes } from './classes'
import type { Attrs, PyClass, Value } from './value'

/** The attributes of a loaded instance. `state` are those that were saved. */
export function afterSetstate(classes: Classes, type: PyClass, state: () => Attrs): () => Attrs {
  if (classes.isSubclass(type, 'torch.nn.modules.rnn.RNNBase') !== true) return state
  return () => withWeakRefs(classes, state())
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
