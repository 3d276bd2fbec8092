/** One part of the process, which may be left unsaid. */
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../../components/icon-button'
import { useForm } from './form-context'

interface ProcessRowProps {
  readonly name: string
  readonly title?: string
  /** Its key in `process`; null for what stands elsewhere. */
  readonly part: string | null
  readonly isSaid: boolean
  readonly onSay: () => void
  readonly onUnsay?: () => void
  readonly children?: ReactNode
}

export function ProcessRow({ name, title = name, part, isSaid, onSay, onUnsay, children }: ProcessRowProps) {
  const { change } = useForm()
  const unsay = onUnsay ?? (() => part !== null && change({ path: ['process', part], remove: true }))
  return (
    <div className="form-row process-row" role="group" aria-label={name}>
      <span className="row-name" title={title}>
        <span>{name}</span>
      </span>
      {isSaid ? (
        <>
          {children}
          <IconButton
            label={`Leave unsaid: ${name}`}
            icon={<X size={13} />}
            className="small row-menu"
            onClick={unsay}
          />
        </>
      ) : (
        <>
          <span className="row-text unsaid">not said</span>
          <button type="button" className="text-button" aria-label={`Say it: ${name}`} onClick={onSay}>
            Say it
          </button>
        </>
      )}
    </div>
  )
}
