/** Takes files dropped anywhere in the window, and says so while they are over it. */
import { FileInput } from 'lucide-react'
import { useEffect, useState } from 'react'
import { toast } from '../components/toast'
import { useServices } from '../components/services'

export function DropOverlay() {
  const { api, documents } = useServices()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    const options = { signal: stop.signal }
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true
    window.addEventListener(
      'dragover',
      (event) => {
        event.preventDefault()
        if (event.dataTransfer !== null) event.dataTransfer.dropEffect = hasFiles(event) ? 'copy' : 'none'
        if (hasFiles(event)) setOver(true)
      },
      options,
    )
    // Only leaving the window has nowhere to go to.
    window.addEventListener('dragleave', (event) => event.relatedTarget === null && setOver(false), options)
    window.addEventListener(
      'drop',
      (event) => {
        event.preventDefault()
        setOver(false)
        const files = [...(event.dataTransfer?.files ?? [])]
        const paths = files.map((file) => api.pathForFile(file)).filter((path) => path !== '')
        if (paths.length < files.length) toast.error('What was dropped is not a file on this machine')
        void documents.getState().openPaths(paths)
      },
      options,
    )
    return () => stop.abort()
  }, [api, documents])
  if (!over) return null
  return (
    <div className="drop-overlay" role="status">
      <p>
        <FileInput size={28} aria-hidden /> Drop to open
      </p>
    </div>
  )
}
