/** Classes, functions and what they are made of, modules, references. */
import { unknown } from '../../values/attributes'
import type { Classes } from '../../values/classes'
import type { PyClass, Value } from '../../values/value'
import { MappedDict } from '../mapped'
import { classNamed, type Json, type Mutable, type Reading } from './making'

type Code = Json<'class' | 'function' | 'cell' | 'method' | 'pymodule' | 'weakref'>

export function code(reader: Reading, json: Code, path: string): Value {
  const { classes } = reader
  const node = null
  switch (json.kind) {
    case 'class': {
      const cls = classes.describe(classNamed(classes, json.name), json.mro ?? null)
      // what is said of it holds for this scenario alone
      return json.reads === undefined && json.lacks === undefined ? cls : { ...cls }
    }
    case 'function': {
      const fn = reader.begin(
        json,
        functionOf(classes, 'function', `${json.module ?? ''}.${json.qualname}`, json.qualname),
      )
      fn.defaults = json.defaults == null ? null : reader.list(json.defaults, `${path}.defaults`)
      if (json.kwdefaults != null)
        fn.kwdefaults = MappedDict.ofAttrs(classes, reader.attrs(json.kwdefaults, `${path}.kwdefaults`))
      fn.closure = json.closure == null ? null : reader.list(json.closure, `${path}.closure`)
      return fn
    }
    case 'cell': {
      const empty = unknown('the contents of a cell')
      const cell = reader.begin(json, { kind: 'cell', type: classes.builtin('cell'), node, contents: empty } as const)
      const filled: Mutable<Extract<Value, { kind: 'cell' }>> = cell
      filled.contents =
        json.contents === undefined
          ? { kind: 'missing', type: null, node, reason: 'the cell is empty' }
          : reader.value(json.contents, `${path}.contents`)
      return cell
    }
    case 'method': {
      // of the function behind it only the name is given
      const { kwdefaults: _, ...func } = functionOf(classes, 'function', json.name, json.name)
      const method: Mutable<Extract<Value, { kind: 'method' }>> = reader.begin(json, {
        kind: 'method',
        type: classes.builtin('method'),
        node,
        func,
        self: func,
      } as const)
      method.self = reader.value(json.self, `${path}.self`)
      return method
    }
    case 'pymodule': {
      // a module is one object: its attributes stand where it is seen first
      const seen = json.imported === false ? undefined : reader.modules.get(json.name)
      if (seen !== undefined && json.attrs === undefined) return seen
      const module: Mutable<Extract<Value, { kind: 'pymodule' }>> = {
        kind: 'pymodule',
        type: moduleClass(classes, json.name),
        node,
        name: json.name,
      }
      if (json.imported === false) module.imported = false
      else reader.modules.set(json.name, module)
      if (json.attrs !== undefined) module.attrs = reader.attrs(json.attrs, `${path}.attrs`)
      return module
    }
    case 'weakref': {
      const ref: Mutable<Extract<Value, { kind: 'weakref' }>> = reader.begin(json, {
        kind: 'weakref',
        type: classNamed(classes, 'weakref.ReferenceType'),
        node,
        target: unknown('what a weakref leads to'),
      } as const)
      ref.target = reader.value(json.target, `${path}.target`)
      return ref
    }
  }
}

/** A function of which no more than the names are given. */
export function functionOf(
  classes: Classes,
  type: string,
  name: string,
  qualname: string,
): Extract<Value, { kind: 'function' }> {
  return {
    kind: 'function',
    type: classes.builtin(type),
    node: null,
    name,
    qualname,
    repr: null,
    defaults: null,
    closure: null,
    kwdefaults: null,
    code: null,
    guessed: false,
  }
}

/** torch.ops and what lies under it are modules of classes of their own. */
function moduleClass(classes: Classes, name: string): PyClass {
  const dot = name.lastIndexOf('.')
  const fact = dot < 0 ? null : classes.facts.moduleAttribute(name.slice(0, dot), name.slice(dot + 1))
  return fact === null || !fact.type.includes('.') ? classes.builtin('module') : classes.printed(fact.type)
}
