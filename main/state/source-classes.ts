/** The Source classes of torch/_dynamo/source.py: their fields in the order they are pickled. */

/** Fields after `base`; `chained` says whether the class has a base (`ChainedSource`). */
export interface SourceClass {
  readonly chained: boolean
  readonly fields: readonly string[]
}

const chained = (...fields: string[]): SourceClass => ({ chained: true, fields })
const root = (...fields: string[]): SourceClass => ({ chained: false, fields })

/**
 * Every Source class of torch 2.8 to 2.15. A class that a version lacks never occurs in its blobs, and a version that
 * pickles fewer fields (LocalSource: four before 2.13) leaves the last ones out: one table serves all dialects.
 */
export const SOURCE_CLASSES: ReadonlyMap<string, SourceClass> = new Map([
  ['LocalSource', root('local_name', 'is_input', 'dynamism', 'is_derefed_cell_contents', 'is_varargs', 'is_varkw')],
  ['TempLocalSource', root('local_name')],
  ['SyntheticLocalSource', root('local_name')],
  ['LocalCellSource', root('local_name')],
  ['RandomValueSource', root('random_call_index')],
  ['GlobalSource', root('global_name')],
  ['GlobalWeakRefSource', root('global_name')],
  ['GlobalStateSource', root()],
  ['ShapeEnvSource', root()],
  ['BackwardStateSource', root()],
  ['TorchSource', root()],
  ['CollectionsSource', root()],
  ['ImportSource', root('module_name')],
  ['TorchFunctionModeStackSource', root('ind')],
  ['CurrentStreamSource', root('device')],
  ['ConstantSource', root('source_name')],
  ['EphemeralSource', root('desc')],
  ['WeakRefCallSource', chained()],
  ['CallFunctionNoArgsSource', chained()],
  ['AttrSource', chained('member')],
  ['CellContentsSource', chained('member', 'freevar_name')],
  ['GenericAttrSource', chained('member')],
  ['ParamBufferSource', chained('member')],
  ['UnspecializedParamBufferSource', chained('member')],
  ['GradSource', chained('member')],
  ['TypeSource', chained()],
  ['TypeDictSource', chained()],
  ['TypeMROSource', chained()],
  ['CodeSource', chained()],
  ['ClosureSource', chained()],
  ['SkipGuardSource', chained()],
  ['TensorPropertySource', chained('prop', 'idx')],
  ['IndexedSource', chained('idx')],
  ['NegateSource', chained()],
  ['ConvertIntSource', chained()],
  ['DynamicScalarSource', chained('is_int')],
  ['FlattenScriptObjectSource', chained()],
  ['ScriptObjectQualifiedNameSource', chained()],
  ['AttrProxySource', chained()],
  ['DefaultsSource', chained('idx_key', 'is_kw')],
  ['GetItemSource', chained('index', 'index_is_slice')],
  ['ListGetItemSource', chained('index', 'index_is_slice')],
  ['TupleIteratorGetItemSource', chained('index', 'index_is_slice')],
  ['ConstDictKeySource', chained('index')],
  ['NonSerializableSetGetItemSource', chained('index')],
  ['DictGetItemSource', chained('index')],
  ['DictSubclassGetItemSource', chained('index')],
  ['ListReverseIteratorBackingListSource', chained()],
  ['NamedTupleFieldsSource', chained()],
  ['DataclassFieldsSource', chained()],
  ['OptimizerSource', chained()],
  ['NNModuleSource', chained()],
  ['UnspecializedNNModuleSource', chained()],
  ['UnspecializedBuiltinNNModuleSource', chained()],
  ['FSDPNNModuleSource', chained()],
  ['NumpyTensorSource', chained()],
  ['SubclassAttrListSource', chained()],
  ['FloatTensorSource', chained()],
  ['CallMethodItemSource', chained()],
  ['UnwrapCollectiveTensorSource', chained()],
  ['ContextVarGetSource', chained('has_default', 'default_value')],
])
