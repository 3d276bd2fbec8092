/** Refreshes while the view is drawn and the window is seen. */
import { useEffect, useState } from 'react'
import type { DevicesStore } from './devices-store'

/** What asks again at once. */
export function useWatch(store: DevicesStore): () => void {
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    let end = document.hidden ? null : store.getState().watch()
    const change = (): void => {
      end?.()
      end = document.hidden ? null : store.getState().watch()
    }
    document.addEventListener('visibilitychange', change)
    return () => {
      document.removeEventListener('visibilitychange', change)
      end?.()
    }
  }, [store, asked])
  return () => setAsked((times) => times + 1)
}
