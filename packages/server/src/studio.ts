import type { Millrace } from "@internal/sdk"
import type { OpenedFolder } from "./folder/opened-folder.ts"
import type { Trust } from "./folder/trust.ts"
import type { Sessions } from "./http/sessions.ts"
import type { Changes } from "./live/changes.ts"
import type { Engines } from "./live/engines.ts"
import type { Works } from "./live/works.ts"

/** A file with arguments of a flow's class, that whoever started the server has named. */
export interface InitFile {
  /** Absolute. */
  readonly path: string
  /** As it is now. Fails as it does on the command line. */
  read(): Record<string, unknown>
}

/** What every operation of the server works with. Nothing of the page goes around the SDK. */
export interface Studio {
  readonly api: Millrace
  readonly folder: OpenedFolder
  readonly trust: Trust
  readonly sessions: Sessions
  readonly works: Works
  readonly engines: Engines
  readonly changes: Changes
  /** Experiment templates that whoever started the server has named, or that lie in the folder above, absolute. */
  templates(): readonly string[]
  /** The file of the arguments that a chat's flow is made with, where one was named. */
  readonly init: InitFile | undefined
  /** Folder of the page's bundle. */
  readonly assets: string
  readonly version: string
  /** Where it listens; 0 before it does. */
  port: number
}
