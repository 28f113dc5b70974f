import type { Place } from "@internal/schema"
import type { Dict, Value } from "@internal/value"
import type { EntryName } from "./entry-name.ts"

/** An input, output or constructor argument of a flex flow. */
export interface FlexPort {
  name: string
  type: string
  /** As the file has it, or the text of the parameter's default; empty text stands for Python's own default (spec 1.3). */
  default?: Value
  isChatInput: boolean
  isChatHistory: boolean | null
  isChatOutput: boolean
  description: string
  place?: Place
}

/** What a `flow.flex.yaml` says beyond what every flow file does (spec 1.3). */
export interface FlexFlow {
  /** As written. */
  entry: string
  /** Undefined if it cannot be read, which is then among the diagnostics. */
  entryName: EntryName | undefined
  place: Place
  /** Sections that the file has; undefined ones follow from the entry's annotations. */
  inputs: FlexPort[] | undefined
  outputs: FlexPort[] | undefined
  init: FlexPort[] | undefined
  /** Folder of the code, relative to the file's. */
  code: string | undefined
  /** Inputs and constructor arguments where none are given. */
  sample: { inputs: Dict | undefined; init: Dict | undefined }
}
