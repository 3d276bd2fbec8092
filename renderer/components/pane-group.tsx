/** Panes beside or above each other, as a person last divided them. Each `Panel` in it needs an `id`. */
import { Group } from 'react-resizable-panels'
import { useSyncExternalStore } from 'react'
import type { ComponentProps } from 'react'
import { useServices } from './services'

interface PaneGroupProps extends Omit<ComponentProps<typeof Group>, 'id' | 'defaultLayout' | 'onLayoutChanged'> {
  /** What it is remembered by. */
  readonly name: string
  /** Whether its panes go below each other where the window is narrow, or everything in it large. */
  readonly stacks?: boolean
}

const narrow = window.matchMedia('(max-width: 720px)')

export function PaneGroup({ name, orientation, stacks = orientation === 'horizontal', ...rest }: PaneGroupProps) {
  const { panes } = useServices()
  const isNarrow = useSyncExternalStore(onNarrow, () => narrow.matches)
  const isStacked = stacks && isNarrow
  const kept = isStacked ? `${name}, stacked` : name
  const sizes = panes.getState().sizes[kept]
  return (
    <Group
      {...rest}
      key={kept}
      orientation={isStacked ? 'vertical' : orientation}
      className={`${rest.className ?? ''}${isStacked ? ' stacked' : ''}`}
      {...(sizes === undefined ? {} : { defaultLayout: { ...sizes } })}
      onLayoutChanged={(layout, { isUserInteraction }) => isUserInteraction && panes.getState().keep(kept, layout)}
    />
  )
}

function onNarrow(listener: () => void): () => void {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}
