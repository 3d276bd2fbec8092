/** The icons that are delivered: each image has the size that its name, or its row in a container, says. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(__dirname, '../resources/icons')
const sizes = new Map(
  readdirSync(folder).flatMap((name) => {
    const [, size] = /^(\d+)x\1\.png$/.exec(name) ?? []
    return size === undefined ? [] : [[Number(size), readFileSync(join(folder, name))]]
  }),
)

/** Width and height of a PNG (its IHDR), or null where it is none. */
function sizeOf(png: Buffer): readonly number[] | null {
  return png.toString('latin1', 1, 4) === 'PNG' ? [png.readUInt32BE(16), png.readUInt32BE(20)] : null
}

test('a PNG of each size', () => {
  expect([...sizes.keys()].sort((a, b) => a - b)).toEqual([16, 24, 32, 48, 64, 128, 256, 512, 1024])
  for (const [size, png] of sizes) expect(sizeOf(png)).toEqual([size, size])
})

test('the .ico of Windows holds them up to 256', () => {
  const file = readFileSync(join(folder, 'icon.ico'))
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1])
  const images = Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const row = 6 + 16 * index
    const [length, offset] = [file.readUInt32LE(row + 8), file.readUInt32LE(row + 12)]
    return { size: file.readUInt8(row) || 256, image: file.subarray(offset, offset + length) }
  })
  expect(images.map(({ size }) => size)).toEqual([16, 24, 32, 48, 64, 128, 256])
  for (const { size, image } of images) expect(image.equals(sizes.get(size) ?? Buffer.alloc(0))).toBe(true)
})

test('the .icns of macOS holds each size, and the sharp forms', () => {
  const file = readFileSync(join(folder, 'icon.icns'))
  expect([file.toString('latin1', 0, 4), file.readUInt32BE(4)]).toEqual(['icns', file.length])
  const found = new Map<string, readonly number[] | null>()
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    found.set(file.toString('latin1', at, at + 4), sizeOf(file.subarray(at + 8)))
  }
  const square = (type: string, size: number): [string, number[]] => [type, [size, size]]
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries([
      square('icp4', 16),
      square('icp5', 32),
      square('ic11', 32),
      square('ic12', 64),
      square('ic07', 128),
      square('ic08', 256),
      square('ic13', 256),
      square('ic09', 512),
      square('ic14', 512),
      square('ic10', 1024),
    ]),
  )
})
