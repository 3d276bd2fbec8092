/** Every family of findings, in the order a person reads them. A new family is one file here and one line. */
import type { Examination } from '../patient'
import { doesNotLoad } from './does-not-load'
import { duplicates } from './duplicates'
import { globalState } from './global-state'
import { guardCode } from './guard-code'
import { guardOrder } from './guard-order'
import { identity } from './identity'
import { imports } from './imports'
import { loadCalls } from './load-calls'
import { lostAtSave } from './lost-at-save'
import { paths } from './paths'
import { shapeCode } from './shape-code'
import { sizes } from './sizes'
import { version } from './version'

export const EXAMINATIONS: readonly Examination[] = [
  loadCalls,
  guardCode,
  shapeCode,
  globalState,
  doesNotLoad,
  version,
  lostAtSave,
  identity,
  sizes,
  duplicates,
  guardOrder,
  imports,
  paths,
]
