/** Where the Python code of a flow runs. */
export interface Runtime {
  /** Name for `--runtime`, or the path of what was found. */
  name: string
  /** Path of the interpreter, never a slow launcher. */
  interpreter: string
  kind: "named" | "venv" | "managed" | "system"
  /** Why this one is not what was hoped for, for people. */
  warning?: string
}

/** A runtime that Millrace made. */
export interface RuntimeRecord {
  name: string
  path: string
  interpreter: string
  python: string
  /** Requirement lines that were installed. */
  requirements: string[]
  /** Made for a flow's requirements rather than by name. */
  managed: boolean
  created: string
  /** When its packages were last brought up to date. */
  updated?: string
  /** The requirements file that it was made from. */
  requirementsFile?: string
}

/** One line of progress, for people. */
export type Progress = (line: string) => void
