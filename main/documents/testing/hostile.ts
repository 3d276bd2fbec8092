/** A real blob whose names, files and lines of code are made to break out of what shows them. */

/** In place of a text of the blob another, filled up to as many bytes: lengths in a pickle stay as they are. */
const INSTEAD: readonly (readonly [string, string])[] = [
  ['__import_torch_dot_nn_dot_modules_dot_activation', '<script>document.title="ran"</script>|`@all `#1'],
  ['__import_torch_dot_nn_dot_modules_dot_normalization', '"><img src=x onerror="document.title=1">]]>-->\x7f'],
  ['__builtins_dict___275', '\u202e\x1b[1m</title>\u2028\u200b'],
  ['/code/demo_models.py', '/\u2066\x1b]0;ran\x07<!--|`"\''],
  ['return F.layer_norm(', '</code></pre>\x00\r\n`'],
]

/** `blob`: gpt_block of the fixtures. */
export function hostileBlob(blob: Uint8Array): Uint8Array {
  let text = Buffer.from(blob).toString('latin1')
  for (const [from, to] of INSTEAD) {
    const bytes = Buffer.from(to, 'utf8')
    const missing = from.length - bytes.length
    if (missing < 0 || !text.includes(from)) throw new Error(`${JSON.stringify(to)} cannot stand for ${from}`)
    text = text.replaceAll(from, bytes.toString('latin1') + '~'.repeat(missing))
  }
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

/** What may stand in no report as it is. */
export const HARMFUL = ['\u202e', '\u2066', '\u200b', '\u2028', '\x1b', '\x07', '\x00', '\x7f', '\r']
