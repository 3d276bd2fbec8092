/** What guards read from the process rather than from the frame; what is not said is not known. */
import type { Json } from '../../../../shared/replay'
import { CommittedInput } from './committed-input'
import { processChange } from './edits'
import { useForm } from './form-context'
import { FormGroup } from './form-group'
import { GlobalStateFields } from './global-state-fields'
import { PLAIN_STATE } from '../../../../shared/plain-state'
import { globalStateOf, processPart } from './process'
import { ProcessRow } from './process-row'
import { levelsOf, namesOf, readInt, readLevels, readNames, someText } from './reading'

interface ProcessGroupProps {
  /** A global state to begin with where none is said; null where none is at hand. */
  readonly freshState: () => Promise<Json | null>
}

export function ProcessGroup({ freshState }: ProcessGroupProps) {
  const { tree, change } = useForm()
  const { root } = tree
  const set = (key: string, value: Json): void => change(processChange(root, key, value))
  const state = globalStateOf(root)
  const modes = processPart(root, 'torch_function_mode_stack')
  const device = processPart(root, 'current_device')
  const level = processPart(root, 'dual_level')
  const functorch = processPart(root, 'functorch_stack')
  const hooks = processPart(root, 'saved_tensors_hooks')
  return (
    <FormGroup title="Process" open>
      {state === null ? (
        <ProcessRow
          name="global state"
          part="global_state"
          isSaid={false}
          onSay={() => void freshState().then((fresh) => set('global_state', fresh ?? (PLAIN_STATE as Json)))}
        />
      ) : (
        <GlobalStateFields state={state} />
      )}
      <ProcessRow
        name="function modes"
        title="Classes of the torch function modes, outermost first"
        part="torch_function_mode_stack"
        isSaid={modes !== undefined}
        onSay={() => set('torch_function_mode_stack', [])}
      >
        <CommittedInput
          label="torch function mode stack"
          value={Array.isArray(modes) ? modes.join(', ') : ''}
          placeholder="none"
          read={readNames}
          onCommit={(text) => set('torch_function_mode_stack', namesOf(text))}
        />
      </ProcessRow>
      <ProcessRow
        name="default device"
        title="torch.utils._device.CURRENT_DEVICE"
        part="current_device"
        isSaid={device !== undefined}
        onSay={() => set('current_device', null)}
      >
        <CommittedInput
          label="default device"
          value={device === null ? '' : String(device)}
          placeholder="none"
          read={(typed) => ({ text: typed.trim() })}
          onCommit={(text) => set('current_device', text === '' ? null : text)}
        />
      </ProcessRow>
      <ProcessRow
        name="dual level"
        title="The level of forward-mode differentiation, -1 outside"
        part="dual_level"
        isSaid={level !== undefined}
        onSay={() => set('dual_level', -1)}
      >
        <CommittedInput
          label="dual level"
          value={String(level)}
          read={readInt}
          onCommit={(text) => set('dual_level', Number(text))}
        />
      </ProcessRow>
      <ProcessRow
        name="functorch stack"
        title="Each interpreter's kind and level"
        part="functorch_stack"
        isSaid={functorch !== undefined}
        onSay={() => set('functorch_stack', [])}
      >
        <CommittedInput
          label="functorch stack"
          value={
            Array.isArray(functorch)
              ? functorch.map((each) => (each as unknown[]).join(' ')).join(', ')
              : String(functorch)
          }
          placeholder="none"
          read={readLevels}
          onCommit={(text) => set('functorch_stack', levelsOf(text) as Json)}
        />
      </ProcessRow>
      <ProcessRow
        name="saved tensors"
        title="Default hooks on saved tensors"
        part="saved_tensors_hooks"
        isSaid={hooks !== undefined}
        onSay={() => set('saved_tensors_hooks', null)}
      >
        <label className="check">
          <input
            type="checkbox"
            aria-label="hooks on saved tensors"
            checked={hooks !== null}
            onChange={(event) => set('saved_tensors_hooks', event.target.checked ? 'present' : null)}
          />
          hooks are set
        </label>
      </ProcessRow>
      <ProcessRow
        name="context"
        title="Name of the context that the call ran in"
        part={null}
        isSaid={typeof root['env'] === 'string'}
        onSay={() => change({ path: ['env'], value: 'none' })}
        onUnsay={() => change({ path: ['env'], remove: true })}
      >
        <CommittedInput
          label="context"
          value={String(root['env'])}
          read={someText('the name of a context: none, no_grad')}
          onCommit={(text) => change({ path: ['env'], value: text })}
        />
      </ProcessRow>
    </FormGroup>
  )
}
