/** A little of the colour and pattern that a sweep's cells are drawn with. */
import { useLayoutEffect, useRef } from 'react'
import { useSettings } from '../../../components/services'
import { shownTheme } from '../../../stores/settings'
import { paletteOf, patternOf } from './paint'
import type { Tone } from './tones'

const SIZE = 14

export function Swatch({ kind, rank }: Pick<Tone, 'kind' | 'rank'>) {
  const theme = useSettings(shownTheme)
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    const surface = canvas.current
    const context = surface?.getContext('2d')
    if (surface === null || context == null) return
    const scale = window.devicePixelRatio
    surface.width = surface.height = Math.round(SIZE * scale)
    context.fillStyle = patternOf({ kind, rank }, paletteOf(surface), scale)
    context.fillRect(0, 0, surface.width, surface.height)
  }, [kind, rank, theme])
  return <canvas ref={canvas} className="sweep-swatch" aria-hidden />
}
