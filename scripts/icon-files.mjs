/** The containers in which Windows and macOS want an icon: both hold PNGs, one a size, behind a table. */

/** The types of an icns, by pixels of the PNG in it; those with two are the sharp form of half the size as well. */
const ICNS_TYPES = new Map([
  [16, ['icp4']],
  [32, ['icp5', 'ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']],
])
/** The sizes of an ico: it counts them in a byte, where 0 is 256. */
const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256]

/** An .ico of `pngs`, a Map of PNG by size. */
export function ico(pngs) {
  const images = ICO_SIZES.map((size) => ({ size, png: pngs.get(size) }))
  const table = Buffer.alloc(6 + 16 * images.length)
  table.writeUInt16LE(1, 2)
  table.writeUInt16LE(images.length, 4)
  let offset = table.length
  images.forEach(({ size, png }, index) => {
    const row = 6 + 16 * index
    table.writeUInt8(size % 256, row)
    table.writeUInt8(size % 256, row + 1)
    table.writeUInt16LE(1, row + 4) // planes
    table.writeUInt16LE(32, row + 6) // bits a pixel
    table.writeUInt32LE(png.length, row + 8)
    table.writeUInt32LE(offset, row + 12)
    offset += png.length
  })
  return Buffer.concat([table, ...images.map(({ png }) => png)])
}

/** An .icns of `pngs`, a Map of PNG by size. */
export function icns(pngs) {
  const parts = [...ICNS_TYPES].flatMap(([size, types]) => types.map((type) => part(type, pngs.get(size))))
  return part('icns', Buffer.concat(parts))
}

function part(type, content) {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(8 + content.length, 4)
  return Buffer.concat([head, content])
}
