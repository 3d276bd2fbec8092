/** A long Python name that may break behind its dots, and nowhere else. */
import { Fragment } from 'react'

export function DottedName({ name }: { readonly name: string }) {
  return name.split(/(?<=\.)/).map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
