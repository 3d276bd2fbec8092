/** The settings, as a form and as the JSON that is on disk. */
import { X } from 'lucide-react'
import { Dialog, Tabs } from 'radix-ui'
import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { useReturnFocus } from '../../components/return-focus'
import { useServices } from '../../components/services'
import { SettingsForm } from './settings-form'

const SettingsJson = lazy(async () => ({ default: (await import('./settings-json')).SettingsJson }))

export function SettingsDialog() {
  const { dialogs } = useServices()
  const open = useStore(dialogs, (state) => state.open === 'settings')
  return (
    <Dialog.Root open={open} onOpenChange={() => dialogs.getState().close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-overlay" />
        <Dialog.Content className="dialog settings" aria-describedby={undefined}>
          <Settings />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Settings() {
  useReturnFocus()
  return (
    <>
      <div className="shortcuts-head">
        <Dialog.Title className="dialog-title">Settings</Dialog.Title>
        <Dialog.Close className="icon-button" aria-label="Close">
          <X size={15} aria-hidden />
        </Dialog.Close>
      </div>
      <Tabs.Root defaultValue="form" className="settings-tabs">
        <Tabs.List className="pane-tabs" aria-label="Ways to change the settings">
          <Tabs.Trigger className="pane-tab" value="form">
            Form
          </Tabs.Trigger>
          <Tabs.Trigger className="pane-tab" value="json">
            JSON
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="form">
          <SettingsForm />
        </Tabs.Content>
        <Tabs.Content value="json">
          <Suspense fallback={<p className="quiet-line">Loading the editor…</p>}>
            <SettingsJson />
          </Suspense>
        </Tabs.Content>
      </Tabs.Root>
    </>
  )
}
