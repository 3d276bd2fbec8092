/** Gives each text a number, the empty one 0: the table of strings of a tree's columns. */
export class StringTable {
  readonly all: string[] = ['']
  private readonly ids = new Map<string, number>([['', 0]])

  id(text: string): number {
    let id = this.ids.get(text)
    if (id === undefined) {
      id = this.all.length
      this.all.push(text)
      this.ids.set(text, id)
    }
    return id
  }
}
