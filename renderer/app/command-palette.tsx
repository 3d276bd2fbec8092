/** Every command and recent file, found by typing. */
import { Command as Palette } from 'cmdk'
import { COMMAND_GROUPS } from '../../shared/commands'
import { SAMPLES } from '../../shared/samples'
import { useReturnFocus } from '../components/return-focus'
import { useServices, useSettings } from '../components/services'
import { ShortcutKeys } from '../components/shortcut-keys'
import type { Command } from './commands'
import { openSample } from './sample-list'

export function CommandPalette({ commands }: { readonly commands: readonly Command[] }) {
  useReturnFocus()
  const services = useServices()
  const { documents, settings } = services
  const recent = useSettings((state) => state.recent)
  const close = (): void => settings.getState().setPaletteOpen(false)
  const offered = commands.filter((command) => command.id !== 'palette' && command.enabled())
  const run = (perform: () => void) => (): void => {
    close()
    // The dialog gives the focus back as it closes; a command that moves it comes after.
    setTimeout(perform, 0)
  }
  return (
    <Palette.Dialog
      open
      onOpenChange={close}
      label="Commands"
      className="palette"
      overlayClassName="palette-overlay"
      contentClassName="palette-content"
    >
      <Palette.Input placeholder="Type a command or the name of a recent file" />
      <Palette.List>
        <Palette.Empty>No command by that name</Palette.Empty>
        {COMMAND_GROUPS.map((group) => {
          const members = offered.filter((command) => command.group === group)
          return (
            members.length > 0 && (
              <Palette.Group key={group} heading={group}>
                {members.map((command) => (
                  <Palette.Item key={command.id} value={command.title} onSelect={run(() => command.perform())}>
                    {command.title}
                    {command.keys !== undefined && <ShortcutKeys shortcut={command.keys} />}
                  </Palette.Item>
                ))}
              </Palette.Group>
            )
          )
        })}
        <Palette.Group heading="Samples">
          {SAMPLES.map(({ id, title }) => (
            <Palette.Item key={id} value={`Sample: ${title}`} onSelect={run(() => void openSample(services, id))}>
              Sample: {title}
            </Palette.Item>
          ))}
        </Palette.Group>
        {recent.length > 0 && (
          <Palette.Group heading="Recent files">
            {recent.map(({ path }) => (
              <Palette.Item key={path} value={path} onSelect={run(() => void documents.getState().openPaths([path]))}>
                {path}
              </Palette.Item>
            ))}
          </Palette.Group>
        )}
      </Palette.List>
    </Palette.Dialog>
  )
}
