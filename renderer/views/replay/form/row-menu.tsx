/** What else can be done with a row: None instead of it, or nothing. */
import { MoreHorizontal } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { NONE } from './edits'
import { useForm } from './form-context'
import { type Row, spoken } from './rows'

export function RowMenu({ row }: { readonly row: Row }) {
  const { change } = useForm()
  const { removal } = row
  const name = spoken(row.source)
  // a plain button until it is used: of rows there are hundreds
  const [isUsed, setUsed] = useState(false)
  const look = { className: 'icon-button small row-menu', 'aria-label': `More for ${name}` }
  const icon = <MoreHorizontal size={14} aria-hidden />
  if (!isUsed)
    return (
      <button type="button" aria-haspopup="menu" onClick={() => setUsed(true)} {...look}>
        {icon}
      </button>
    )
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger {...look}>{icon}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={2} collisionPadding={8}>
          <DropdownMenu.Item
            className="menu-item"
            disabled={row.value?.['kind'] === 'none'}
            onSelect={() => change({ path: row.path, value: NONE })}
          >
            Set to None
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item"
            disabled={removal === null}
            onSelect={() => removal !== null && change({ path: removal, remove: true })}
          >
            {removal !== null && removal.length < row.path.length ? 'Remove the key' : 'Remove it'}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
