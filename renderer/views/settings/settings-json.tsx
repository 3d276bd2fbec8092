/** The settings as the file on disk has them: a text that does not fit is never taken. Loaded when it is first shown. */
import { useEffect, useState } from 'react'
import { JsonEditor } from '../../components/json-editor'
import { useServices } from '../../components/services'

export function SettingsJson() {
  const { api, settings } = useServices()
  const [saved, setSaved] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    let wanted = true
    void api.settingsText().then((read) => {
      if (!wanted) return
      setSaved(read)
      setText(read)
    })
    return () => {
      wanted = false
    }
  }, [api])
  if (saved === null) return null
  const apply = async (): Promise<void> => {
    const reply = await api.applySettings(text)
    setError(reply.ok ? null : reply.error.message)
    if (!reply.ok) return
    settings.setState({ preferences: reply.value })
    const read = await api.settingsText()
    setSaved(read)
    setText(read)
  }
  return (
    <div className="settings-json">
      <JsonEditor text={text} schema="settings" label="The settings as JSON" onChange={setText} height={240} />
      {error !== null && (
        <p className="detail-error" role="alert">
          Not applied: {error}
        </p>
      )}
      <div className="dialog-buttons">
        <button type="button" className="button primary" disabled={text === saved} onClick={() => void apply()}>
          Apply
        </button>
        <button type="button" className="button" disabled={text === saved} onClick={() => setText(saved)}>
          Take back
        </button>
      </div>
    </div>
  )
}
