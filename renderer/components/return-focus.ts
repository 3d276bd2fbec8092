/** Gives the keyboard focus back to what had it before a dialog opened: Radix does so only for a dialog with a trigger. */
import { useEffect, useState } from 'react'

export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () =>
      queueMicrotask(() => {
        const isNowhere = document.activeElement === null || document.activeElement === document.body
        if (isNowhere && before instanceof HTMLElement && before.isConnected) before.focus()
      }),
    [before],
  )
}
