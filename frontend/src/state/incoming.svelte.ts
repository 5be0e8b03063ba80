/** A file that was dropped on a page and waits for the import page to take it. */
class Incoming {
  file = $state.raw<File | undefined>(undefined)

  take(): File | undefined {
    const f = this.file
    this.file = undefined
    return f
  }
}

export const incoming = new Incoming()
