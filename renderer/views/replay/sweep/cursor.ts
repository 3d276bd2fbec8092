/** How the keys move over the cells of a sweep. */

const PAGE = 10

/** The cell that a key leads to, row by row; null where the key is none of these. */
export function moved(key: string, whole: boolean, cell: number, columns: number, rows: number): number | null {
  const [column, row] = [cell % columns, Math.floor(cell / columns)]
  const to = (toColumn: number, toRow: number): number =>
    Math.max(0, Math.min(rows - 1, toRow)) * columns + Math.max(0, Math.min(columns - 1, toColumn))
  switch (key) {
    case 'ArrowLeft':
      return to(column - 1, row)
    case 'ArrowRight':
      return to(column + 1, row)
    case 'ArrowUp':
      return to(column, row - 1)
    case 'ArrowDown':
      return to(column, row + 1)
    case 'PageUp':
      return rows > 1 ? to(column, row - PAGE) : to(column - PAGE, row)
    case 'PageDown':
      return rows > 1 ? to(column, row + PAGE) : to(column + PAGE, row)
    case 'Home':
      return to(0, whole ? 0 : row)
    case 'End':
      return to(columns - 1, whole ? rows - 1 : row)
    default:
      return null
  }
}
