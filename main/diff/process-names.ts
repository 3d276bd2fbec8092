/** Names that a process makes up, without what is its own in them: the same in each process that compiles the code. */

const OWN: readonly (readonly [RegExp, string])[] = [
  // convert_frame.py numbers the dict of builtins by the frames it has seen (`name_of_builtins_dict_key_in_fglobals`)
  [/__builtins_dict___\d+/g, '__builtins_dict___#'],
  // OutputGraph.install_global_by_id: prefix, id of the value, compile id
  [/_\d{9,}_c\d+/g, '_#_c#'],
]

/** A text with `#` for each number of a process. */
export function withoutProcess(text: string): string {
  let out = text
  if (/_\d/.test(text)) for (const [own, shown] of OWN) out = out.replace(own, shown)
  return out
}
