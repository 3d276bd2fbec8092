/** Python as text: shape expressions, which are evaluated by a whitelist, and literals. */
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { compileExpression } from '../../main/engine/expressions'
import { scopeOf, Values } from '../../main/engine/expressions/testing/frame'
import { readLiteral } from '../../main/engine/literal'
import { literalText } from '../../main/engine/text/literal'
import { resourcesFolder } from '../../main/resources'
import type { ValueJson } from '../../shared/scenario'
import { PYTHON_WORDS, pythonExpression, pythonLiteral } from '../grammar/python'
import { damageText } from '../mutate'
import type { Random } from '../random'
import { BrokenLaw, type Target, toBytes, toText } from '../target'

/** A text by the grammar, or one that was damaged. */
function text(random: Random, write: (random: Random) => string): Uint8Array {
  const whole = write(random)
  return toBytes(random.oneIn(3) ? whole : damageText(whole, write(random), PYTHON_WORDS, random))
}

export function expressions(): Target {
  const table = gunzipSync(readFileSync(join(resourcesFolder('tables'), 'torch-2.13.txt.gz'))).toString('latin1')
  const values = new Values(table)
  const frames = [values.frame(), scopeOf(new Map())]
  return {
    name: 'expressions',
    reads: 'the parser and the evaluator of shape expressions',
    share: 230,
    make: (random) => text(random, pythonExpression),
    read(input) {
      const expression = compileExpression(toText(input), values.classes)
      for (const frame of frames) {
        const answer = expression.evaluate(frame)
        const verdict = expression.test(frame)
        if (expression.error !== null && (answer.kind !== 'unknown' || verdict.kind !== 'unknown'))
          throw new BrokenLaw('what cannot be read has an answer')
      }
      return expression.error === null
    },
  }
}

export const literals = (): Target => ({
  name: 'literals',
  reads: 'the reader of Python literals',
  share: 150,
  make: (random) => text(random, pythonLiteral),
  read(input) {
    const read = readLiteral(toText(input))
    if (!read.ok) {
      if (read.message === '' || read.message.includes('\n') || read.line < 1 || read.column < 1)
        throw new BrokenLaw(`no place or no line: ${JSON.stringify(read)}`)
      return false
    }
    const written = literalText(read.value as unknown as ValueJson)
    if (written === null) return true
    const again = readLiteral(written)
    if (!again.ok || JSON.stringify(again.value) !== JSON.stringify(read.value))
      throw new BrokenLaw(`written as ${written.slice(0, 200)} it reads otherwise`)
    return true
  },
})
