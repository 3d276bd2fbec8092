/** File names of the machine that saved: they travel with the file. */
import { itemsOf } from '../../state/read-state'
import { fieldsOf } from '../../state/fields'
import type { Guard } from '../../state/guards-state'
import { userStack } from '../../engine/user-stack'
import type { PickleNode } from '../../pickle/node'
import { type Examination, count, few } from '../patient'

/** `/home/me/x.py`, `C:\x.py`, `\\server\x.py`. */
const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/

export const paths: Examination = ({ state }) => {
  const files = new Set<string>()
  let guards = 0
  for (const guard of state.guards) {
    const own = [...userStack(guard).map(({ file }) => file), ...stackFiles(guard)].filter((file) =>
      ABSOLUTE.test(file),
    )
    if (own.length > 0) guards++
    for (const file of own) files.add(file)
  }
  if (files.size === 0) return []
  return [
    {
      code: 'paths',
      severity: 'note',
      guard: null,
      message: `the stacks of ${count(guards, 'guard')} name ${count(files.size, 'file')} of the machine that saved (${few([...files], 2)}): torch does not need them`,
      repair: [{ do: 'strip', what: ['paths'] }],
    },
  ]
}

/** Files in `Guard.stack`: a CapturedTraceback, which some versions save with its frames. */
function stackFiles(guard: Guard): readonly string[] {
  const stack = guard.slots.get('stack')
  if (stack === undefined) return []
  return itemsOf(stack).flatMap((frame: PickleNode) => {
    const file = fieldsOf(frame).get('filename')
    return file?.kind === 'str' ? [file.value] : []
  })
}
