/** Notices at the lower edge, in text that can be shown: paths and reasons may hold anything. */
import { type ExternalToast, toast as show } from 'sonner'
import { visible } from '../../shared/visible'

export function toast(message: string, options?: ExternalToast): void {
  show(visible(message), options)
}

toast.error = (message: string, options?: ExternalToast): void => {
  show.error(visible(message), options)
}
