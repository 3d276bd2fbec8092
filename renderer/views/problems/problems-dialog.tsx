/** What went wrong in Guardscope, as it was written down on this machine: to look at, to copy, to delete. */
import { Dialog } from 'radix-ui'
import { useEffect, useState } from 'react'
import { toast } from '../../components/toast'
import type { ProblemReport } from '../../../shared/problems'
import { byteSize, plural } from '../../components/format'
import { useServices } from '../../components/services'
import { reportText, titleOf, whenOf } from './words'

export function ProblemsDialog({ onClose }: { readonly onClose: () => void }) {
  const { api } = useServices()
  const [report, setReport] = useState<ProblemReport | null>(null)
  useEffect(() => void api.problems().then(setReport), [api])
  if (report === null) return null
  const { problems, dumps, detailed } = report
  const nothing = problems.length === 0 && dumps.count === 0
  const again = async (): Promise<void> => setReport(await api.problems())
  const copy = (): void => void api.writeClipboard(reportText(report)).then(() => toast('Copied the problems'))
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-overlay" />
        <Dialog.Content className="dialog problems">
          <Dialog.Title className="dialog-title">Problems</Dialog.Title>
          <Dialog.Description className="dialog-lead">
            What went wrong in Guardscope, written down on this machine. Nothing of it is ever sent.
          </Dialog.Description>
          <div className="dialog-form">
            <ProblemList report={report} />
            {dumps.count > 0 && (
              <p className="dialog-quiet">
                {plural(dumps.count, 'crash dump')}, {byteSize(dumps.bytes)}. A dump holds parts of memory, which can be
                of open files.
              </p>
            )}
            <label className="dialog-choice">
              <input
                type="checkbox"
                checked={detailed}
                onChange={({ target }) => void api.writeDetails(target.checked).then(again)}
              />
              <span>
                Write down messages and whole paths, too
                <small>
                  They can hold what a file says, and where it lies. What is written already stays as it is.
                </small>
              </span>
            </label>
            <div className="dialog-buttons">
              <button type="button" className="button" disabled={nothing} onClick={copy}>
                Copy all
              </button>
              <button type="button" className="button" onClick={() => void api.showProblemFolder()}>
                Open folder
              </button>
              <button
                type="button"
                className="button"
                disabled={nothing}
                onClick={() => void api.deleteProblems().then(again)}
              >
                Delete all
              </button>
              <span className="space" />
              <Dialog.Close className="button">Close</Dialog.Close>
            </div>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function ProblemList({ report: { problems } }: { readonly report: ProblemReport }) {
  if (problems.length === 0) return <p className="dialog-quiet">Nothing has gone wrong so far.</p>
  return (
    <ol className="problem-list" tabIndex={0} aria-label="Problems, the last first">
      {problems.map((problem, i) => (
        <li key={i}>
          <p className="problem-head">
            <strong>{titleOf(problem)}</strong>
            <time dateTime={problem.time}>{whenOf(problem)}</time>
          </p>
          {problem.message !== null && <p className="problem-message">{problem.message}</p>}
          {problem.frames.length > 0 && <pre>{problem.frames.join('\n')}</pre>}
        </li>
      ))}
    </ol>
  )
}
