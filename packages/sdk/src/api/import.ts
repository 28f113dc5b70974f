export interface ImportOptions {
  /** Home of the original. Default: `PF_HOME_DIRECTORY`, else `~/.promptflow`. */
  from?: string
  /** Only these; neither or both: all. */
  connections?: boolean
  runs?: boolean
  /** Tell what would be imported. */
  dryRun?: boolean
  /** The Fernet key of its connections. Default: looked for in the keyring. */
  key?: string
}
export interface ImportedItem {
  kind: "connection" | "run"
  name: string
  /**
   * `present`: imported before. `taken`: something else has the name. `left`: it runs, or its folder is gone. `failed`:
   * it cannot be read.
   */
  state: "imported" | "present" | "taken" | "left" | "failed"
  reason?: string
}
export interface ImportReport {
  /** The home that was read. */
  from: string
  dryRun: boolean
  items: ImportedItem[]
}
