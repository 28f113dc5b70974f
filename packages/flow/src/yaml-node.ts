import type { Place } from "@internal/schema"
import type { Value } from "@internal/value"

/** A value of a YAML file together with where it is written. */
export interface YamlNode {
  value: Value
  place: Place
  /** Entries of a mapping in order, merge keys resolved (own keys first, as the original's loader has them). */
  entries?: Map<string, YamlEntry>
  /** Items of a sequence. */
  items?: YamlNode[]
}
export interface YamlEntry {
  key: Place
  node: YamlNode
}
