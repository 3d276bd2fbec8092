/** Chooses what an axis varies, out of a list that typing narrows. */
import { Command } from 'cmdk'
import { ChevronDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useState } from 'react'
import { plural } from '../../../components/format'
import { AXIS_GROUPS, type AxisOffer } from './axis'

/** A list longer than this is narrowed by typing. */
const MOST_SHOWN = 200

interface AxisPickerProps {
  /** What it is for: `Across`. */
  readonly label: string
  readonly chosen: AxisOffer | null
  readonly offers: readonly AxisOffer[]
  readonly onChoose: (key: string) => void
}

export function AxisPicker({ label, chosen, offers, onChoose }: AxisPickerProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className="chip menu-chip sweep-picker"
        aria-label={chosen === null ? label : `${label}: ${chosen.label}`}
        title={chosen?.label}
      >
        {chosen === null ? (
          label
        ) : (
          // what is too long loses its start: the end tells parts of one module apart
          <code>
            <bdi dir="ltr">{chosen.label}</bdi>
          </code>
        )}
        <ChevronDown size={13} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu sweep-menu" align="start" sideOffset={4} aria-label={label}>
          <OfferList
            label={label}
            chosen={chosen}
            offers={offers}
            onChoose={(key) => {
              setOpen(false)
              onChoose(key)
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

function OfferList({ label, chosen, offers, onChoose }: AxisPickerProps) {
  const [query, setQuery] = useState('')
  const words = query.toLowerCase().split(/\s+/)
  const matching = offers.filter(({ label: name, group }) => {
    const text = `${name} ${group}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const shown = matching.slice(0, MOST_SHOWN)
  return (
    <Command shouldFilter={false} label={label} {...(chosen === null ? {} : { defaultValue: chosen.key })} loop>
      <Command.Input className="code-input sweep-filter" placeholder="Filter" value={query} onValueChange={setQuery} />
      <Command.List label="What can be swept">
        <Command.Empty className="quiet-line">Nothing by that name</Command.Empty>
        {AXIS_GROUPS.map((group) => {
          const members = shown.filter((offer) => offer.group === group)
          return (
            members.length > 0 && (
              <Command.Group key={group} heading={group}>
                {members.map((offer) => (
                  <Command.Item
                    key={offer.key}
                    value={offer.key}
                    className="menu-item"
                    onSelect={() => onChoose(offer.key)}
                  >
                    <code>{offer.label}</code>
                    <span className="menu-keys">{offer.now}</span>
                  </Command.Item>
                ))}
              </Command.Group>
            )
          )
        })}
      </Command.List>
      {matching.length > shown.length && (
        <p className="sweep-more">{plural(matching.length - shown.length, 'more part')}: type to narrow</p>
      )}
    </Command>
  )
}
