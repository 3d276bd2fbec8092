/** A source that may go on in another line before each of its steps, not within a name. */
import { Fragment } from 'react'

export function SourceText({ source }: { readonly source: string }) {
  return source.split(/(?=[.[])/).map((step, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {step}
    </Fragment>
  ))
}
