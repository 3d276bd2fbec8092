/** What to start or to attach to, and what was started before. */
import { FolderOpen, Play, Plug } from 'lucide-react'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { useStore } from 'zustand'
import type { LiveStart } from '../../../shared/live-process'
import { useServices } from '../../components/services'
import { commandOf } from './live-session'
import type { LiveProcessStore } from './live-store'
import { joinWords, splitWords } from './split-words'

type Way = 'script' | 'bare' | 'attach'

const WAYS: readonly { readonly way: Way; readonly label: string }[] = [
  { way: 'script', label: 'Run a script' },
  { way: 'bare', label: 'Start without a script' },
  { way: 'attach', label: 'Attach' },
]

export function StartForm({ store }: { readonly store: LiveProcessStore }) {
  const { session, remembered } = useStore(store)
  const [last] = remembered
  const [way, setWay] = useState<Way>('script')
  return (
    <div className="empty">
      <div className="empty-column live-start">
        <h2>Start a live torch process</h2>
        <p>
          Each compile of it appears here as it happens, as a file that opens like any other. Its precision settings can
          be read and set, and blobs be checked by torch’s own guards. Nothing is installed where it runs.
        </p>
        <div className="live-ways" role="group" aria-label="How">
          {WAYS.map((one) => (
            <button
              key={one.way}
              type="button"
              className="chip"
              aria-pressed={one.way === way}
              onClick={() => setWay(one.way)}
            >
              {one.label}
            </button>
          ))}
        </div>
        {way === 'attach' ? (
          <AttachFields store={store} />
        ) : (
          // what was started last may come to be known after this is drawn
          <StartFields
            key={last === undefined ? '' : commandOf(last)}
            store={store}
            bare={way === 'bare'}
            last={last}
          />
        )}
        {session !== null && (
          <p>
            <button type="button" className="text-button" onClick={() => store.getState().setForm(false)}>
              Back to {commandOf(session.target)}
            </button>
          </p>
        )}
        {remembered.length > 0 && <Remembered store={store} remembered={remembered} />}
      </div>
    </div>
  )
}

const COMMANDS = [
  'python3',
  '~/venv/bin/python',
  'conda run -n NAME python',
  'ssh HOST python3',
  'docker exec -i NAME python3',
]

function StartFields({
  store,
  bare,
  last,
}: {
  readonly store: LiveProcessStore
  readonly bare: boolean
  readonly last: LiveStart | undefined
}) {
  const { api } = useServices()
  const remembered = useStore(store, (state) => state.remembered)
  const [command, setCommand] = useState(last?.command ?? 'python3')
  const [script, setScript] = useState(last?.script ?? '')
  const [args, setArgs] = useState(joinWords(last?.args ?? []))
  const commands = useId()
  const words = splitWords(args)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (words === null) return
    const what = bare ? { script: null, args: [] } : { script: script.trim(), args: [...words] }
    void store.getState().start({ kind: 'start', command: command.trim(), ...what })
  }
  const choose = async (): Promise<void> => {
    const [path] = await api.chooseFiles()
    if (path !== undefined) setScript(path)
  }
  return (
    <form className="live-form" onSubmit={submit}>
      <Field
        label="Python"
        hint="What starts it: python3, a venv’s python, conda run -n NAME python, ssh HOST python3, docker exec -i NAME python3."
      >
        {(id) => (
          <input
            id={id}
            className="code-input"
            value={command}
            list={commands}
            spellCheck={false}
            onChange={(event) => setCommand(event.target.value)}
          />
        )}
      </Field>
      <datalist id={commands}>
        {[...new Set([...remembered.map((one) => one.command), ...COMMANDS])].map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      {!bare && (
        <Field label="Script" hint="A path on the machine where Python runs.">
          {(id) => (
            <>
              <input
                id={id}
                className="code-input"
                value={script}
                placeholder="train.py"
                spellCheck={false}
                onChange={(event) => setScript(event.target.value)}
              />
              <button type="button" className="chip menu-chip" onClick={() => void choose()}>
                <FolderOpen size={13} aria-hidden /> Choose…
              </button>
            </>
          )}
        </Field>
      )}
      {!bare && (
        <Field label="Arguments" hint={words === null ? 'A quote is open.' : ''} wrong={words === null}>
          {(id) => (
            <input
              id={id}
              className="code-input"
              value={args}
              placeholder="--epochs 1"
              spellCheck={false}
              aria-invalid={words === null}
              onChange={(event) => setArgs(event.target.value)}
            />
          )}
        </Field>
      )}
      <Submit
        store={store}
        icon={<Play size={15} aria-hidden />}
        enabled={command.trim() !== '' && (bare || script.trim() !== '') && words !== null}
      >
        {bare ? 'Start' : 'Run'}
      </Submit>
    </form>
  )
}

function AttachFields({ store }: { readonly store: LiveProcessStore }) {
  const [address, setAddress] = useState('127.0.0.1:')
  const [token, setToken] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void store.getState().start({ kind: 'attach', address: address.trim(), token: token.trim() })
  }
  return (
    <form className="live-form" onSubmit={submit}>
      <p>
        In that interpreter, with <code>resources/python</code> on its path:{' '}
        <code>import guardscope_bridge; guardscope_bridge.serve()</code>. It prints both.
      </p>
      <Field label="Address" hint="Of a port on this machine; over ssh the end of a forwarded one.">
        {(id) => (
          <input
            id={id}
            className="code-input"
            value={address}
            spellCheck={false}
            onChange={(event) => setAddress(event.target.value)}
          />
        )}
      </Field>
      <Field label="Token" hint="">
        {(id) => (
          <input
            id={id}
            className="code-input"
            type="password"
            autoComplete="off"
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        )}
      </Field>
      <Submit
        store={store}
        icon={<Plug size={15} aria-hidden />}
        enabled={/:\d+$/.test(address.trim()) && token.trim() !== ''}
      >
        Attach
      </Submit>
    </form>
  )
}

interface FieldProps {
  readonly label: string
  readonly hint: string
  readonly wrong?: boolean
  readonly children: (id: string) => ReactNode
}

function Field({ label, hint, wrong = false, children }: FieldProps) {
  const id = useId()
  return (
    <div className="live-field">
      <label htmlFor={id}>{label}</label>
      <div className="live-field-value">{children(id)}</div>
      {hint !== '' && <span className={wrong ? 'live-hint wrong' : 'live-hint'}>{hint}</span>}
    </div>
  )
}

interface SubmitProps {
  readonly store: LiveProcessStore
  readonly icon: ReactNode
  readonly enabled: boolean
  readonly children: ReactNode
}

function Submit({ store, icon, enabled, children }: SubmitProps) {
  const { starting, refused, session } = useStore(store)
  const replaces = session !== null && session.exit === null
  return (
    <div className="live-submit">
      <button type="submit" className="button primary" disabled={!enabled || starting}>
        {icon} {children}
      </button>
      {replaces && <span>This ends the process that runs now.</span>}
      {refused !== null && (
        <span className="live-failed" role="alert">
          {refused}
        </span>
      )}
    </div>
  )
}

function Remembered({
  store,
  remembered,
}: {
  readonly store: LiveProcessStore
  readonly remembered: readonly LiveStart[]
}) {
  return (
    <section aria-label="Started before">
      <div className="section-head">
        <h3>Started before</h3>
      </div>
      <ul className="recent">
        {remembered.map((target) => {
          const words = commandOf(target)
          return (
            <li key={words}>
              <button type="button" title={words} onClick={() => void store.getState().start(target)}>
                <Play size={14} aria-hidden />
                <code className="live-remembered">{words}</code>
              </button>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
