import { MillraceError } from "@internal/schema"

/** What the disk says of a path; `names` are the entries of a folder. */
export type PathListing =
  | { kind: "missing" }
  | { kind: "file" }
  | { kind: "folder"; names: readonly string[] }

const FLOW_FILES = ["flow.dag.yaml", "flow.dag.yml", "flow.flex.yaml", "flow.flex.yml"]
const SUFFIXES = [".yaml", ".yml", ".prompty"]

/**
 * Decides which folder and file a path means (spec 1.1). `path` uses `/`; the answer's `folder` is `path` or its parent.
 * Fails with `FLOW_NOT_FOUND` or `FLOW_AMBIGUOUS`.
 */
export function locateFlow(
  path: string,
  listing: PathListing,
  options: { prompty?: boolean } = {},
): { folder: string; file: string } {
  const suffix = suffixOf(path)
  if (listing.kind === "folder") {
    const found = FLOW_FILES.filter((name) => listing.names.includes(name))
    if (found.length > 1) throw new MillraceError("FLOW_AMBIGUOUS", { path, files: found, first: found[0] })
    const file = found[0]
    if (file !== undefined) return { folder: path, file }
    const prompties = listing.names.filter((name) => suffixOf(name) === ".prompty")
    const [only] = prompties
    if (options.prompty && prompties.length === 1 && only !== undefined) return { folder: path, file: only }
    throw new MillraceError(
      "FLOW_NOT_FOUND",
      { path },
      {
        hint:
          prompties.length > 1
            ? `It holds ${prompties.length} prompty files: name one, such as ${path}/${only}.`
            : `There is no ${FLOW_FILES[0]} or ${FLOW_FILES[2]} in it.`,
      },
    )
  }
  if (listing.kind === "missing")
    throw new MillraceError("FLOW_NOT_FOUND", { path }, { hint: "Check the path." })
  if (!SUFFIXES.includes(suffix)) {
    throw new MillraceError(
      "FLOW_NOT_FOUND",
      { path, suffix },
      { hint: `A flow file ends in ${SUFFIXES.join(", ")}, and this one in ${suffix || "nothing"}.` },
    )
  }
  const slash = path.lastIndexOf("/")
  const folder = slash < 0 ? "." : path.slice(0, slash) || "/"
  return { folder, file: path.slice(slash + 1) }
}

/** The kind of a flow file (spec 1.1): by name for prompty, else by the key `entry` at the top of the YAML. */
export function flowKind(file: string, hasEntry: boolean): "dag" | "flex" | "prompty" {
  if (suffixOf(file) === ".prompty") return "prompty"
  return hasEntry ? "flex" : "dag"
}

function suffixOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1)
  const dot = name.lastIndexOf(".")
  return dot > 0 ? name.slice(dot).toLowerCase() : ""
}
