import { visible } from '../../../shared/visible'

/** An edit that is not made: torch would refuse the file or die of it, or nothing would come of it. */
export class EditRefused extends Error {
  override readonly name = 'EditRefused'
  constructor(
    message: string,
    /** Place in the list of edits, from 0; -1 before it is known. */
    readonly index = -1,
  ) {
    // it may name what a file names: on one line all the same
    super(visible(message))
  }
}

/** Refuses what is legal but dangerous, unless the edit says that it is meant. */
export function unlessForced(edit: { readonly force?: boolean | undefined }, message: string): void {
  if (edit.force !== true) throw new EditRefused(`${message} ("force": true does it all the same)`)
}
