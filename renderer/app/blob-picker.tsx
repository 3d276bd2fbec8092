/** Chooses which blob of a container is shown, by the function it guards and its recompilation. */
import { Check, ChevronDown, History } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { BlobInfo } from '../../shared/document'
import { byteSize } from '../components/format'
import { useServices } from '../components/services'
import { explainRecompilations } from '../views/diff/show-in-tree'

export function BlobPicker({
  document,
  blobs,
  chosen,
}: {
  readonly document: string
  readonly blobs: readonly BlobInfo[]
  readonly chosen: number
}) {
  const services = useServices()
  const { documents } = services
  const current = blobs.find(({ index }) => index === chosen)
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="chip menu-chip blob-picker on" aria-label="Which blob of the file">
        <span>{current === undefined ? '' : blobName(current)}</span>
        <span className="chip-count">
          {blobs.findIndex(({ index }) => index === chosen) + 1} of {blobs.length}
        </span>
        <ChevronDown size={12} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu facet-menu" align="start" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.RadioGroup value={String(chosen)}>
            {blobs.map((blob) => (
              <DropdownMenu.RadioItem
                key={blob.index}
                value={String(blob.index)}
                className="menu-item"
                onSelect={() => void documents.getState().selectBlob(document, blob.index)}
              >
                <span className="menu-check">{blob.index === chosen && <Check size={13} aria-hidden />}</span>
                <span className="blob-lines">
                  <span>{blobName(blob)}</span>
                  <code title={blob.path}>{blob.path}</code>
                </span>
                <span className="menu-keys">{byteSize(blob.length)}</span>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          {blobs.some(({ recompilation }) => recompilation > 0) && (
            <>
              <DropdownMenu.Separator className="menu-line" />
              <DropdownMenu.Item
                className="menu-item"
                onSelect={() => explainRecompilations(services, document, chosen)}
              >
                <span className="menu-check">
                  <History size={13} aria-hidden />
                </span>
                Why it was compiled again
              </DropdownMenu.Item>
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function blobName({ function: name, path, index, recompilation }: BlobInfo): string {
  const named = name !== '' ? name : path !== '' ? path : `blob ${index}`
  return recompilation > 0 ? `${named}, recompilation ${recompilation}` : named
}
