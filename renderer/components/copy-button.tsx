/** A small button that copies a text and says so. */
import { Copy } from 'lucide-react'
import { toast } from './toast'
import { IconButton } from './icon-button'
import { useServices } from './services'

/** `what` names the text: `the source`. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const { api } = useServices()
  const copy = (): void => void api.writeClipboard(text).then(() => toast(`Copied ${what}`))
  return <IconButton label={`Copy ${what}`} icon={<Copy size={13} />} className="small" side="left" onClick={copy} />
}
