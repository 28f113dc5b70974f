/** Where files are read and written: the server, or a map in tests. */
export interface FileAccess {
  read(path: string): Promise<{ text: string | null; version: string }>
  /** Many files at once; those that are not there are left out. */
  readAll?(paths: readonly string[]): Promise<{ path: string; text: string | null; version: string }[]>
  /** Rejects with an error whose `code` is `FILE_CHANGED` when the file is not `base` any more. */
  write(path: string, text: string, base: string | null): Promise<{ version: string }>
  remove(path: string): Promise<void>
  /** Moves a file or folder to where nothing is. */
  move(from: string, to: string): Promise<void>
}

/** What a failed reading says: null, that it is not there; undefined, that this is not known. */
export function isMissing(thrown: unknown): null | undefined {
  return (thrown as { code?: string }).code === "FILE_NOT_FOUND" ? null : undefined
}
