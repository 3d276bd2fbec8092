/** Chooses the theme: the system's, dark or light. */
import { Check, Monitor, Moon, Sun } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import type { ThemeChoice } from '../../shared/api'
import { useServices, useSettings } from '../components/services'

const THEMES: readonly { readonly choice: ThemeChoice; readonly label: string; readonly icon: ReactNode }[] = [
  { choice: 'system', label: 'As the system', icon: <Monitor size={16} aria-hidden /> },
  { choice: 'dark', label: 'Dark', icon: <Moon size={16} aria-hidden /> },
  { choice: 'light', label: 'Light', icon: <Sun size={16} aria-hidden /> },
]

export function ThemeMenu() {
  const { settings } = useServices()
  const theme = useSettings((state) => state.preferences.theme)
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon-button rail-button" aria-label="Theme" title="Theme">
        {THEMES.find(({ choice }) => choice === theme)?.icon}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" side="right" align="end" sideOffset={6} collisionPadding={8}>
          <DropdownMenu.RadioGroup value={theme}>
            {THEMES.map(({ choice, label, icon }) => (
              <DropdownMenu.RadioItem
                key={choice}
                value={choice}
                className="menu-item"
                onSelect={() => settings.getState().setTheme(choice)}
              >
                {icon} {label} <span className="menu-keys">{choice === theme && <Check size={13} aria-hidden />}</span>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
