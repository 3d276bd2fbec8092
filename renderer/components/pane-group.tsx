/** Panes beside or above each other, as a person last divided them. Each `Panel` in it needs an `id`. */
import { Group } from 'react-resizable-panels'
import type { ComponentProps } from 'react'
import { useServices } from './services'

interface PaneGroupProps extends Omit<ComponentProps<typeof Group>, 'id' | 'defaultLayout' | 'onLayoutChanged'> {
  /** What it is remembered by. */
  readonly name: string
}

export function PaneGroup({ name, ...rest }: PaneGroupProps) {
  const { panes } = useServices()
  const sizes = panes.getState().sizes[name]
  return (
    <Group
      {...rest}
      {...(sizes === undefined ? {} : { defaultLayout: { ...sizes } })}
      onLayoutChanged={(layout, { isUserInteraction }) => isUserInteraction && panes.getState().keep(name, layout)}
    />
  )
}
