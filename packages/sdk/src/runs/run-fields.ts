import { MillraceError } from "@internal/schema"

/** What a field of a run file may be; texts in `texts` may be missing (null). */
type Kind = "text" | "texts" | "map" | "map or path" | "any"

const FIELDS: Record<string, Kind> = {
  $schema: "text",
  name: "text",
  display_name: "text",
  description: "text",
  tags: "texts",
  properties: "texts",
  flow: "text",
  data: "text",
  run: "text",
  column_mapping: "map",
  variant: "text",
  connections: "map",
  environment_variables: "map or path",
  init: "map or path",
  runtime: "text",
  resources: "map",
  identity: "map",
  // written by the original, never read
  status: "any",
  command: "any",
  outputs: "any",
}
/** Fields of mappings for the cloud, in which the original refuses what it does not know. */
const CLOUD: Record<string, readonly string[]> = {
  resources: ["instance_type", "compute"],
  identity: ["type", "client_id"],
}
const IDENTITIES = ["managed", "user_identity"]

/** Fields of a run file that nothing knows: the original warns of them. */
export function unknownRunFields(fields: Record<string, unknown>): string[] {
  return Object.keys(fields).filter((key) => !Object.hasOwn(FIELDS, key))
}

/** Fails with `FILE_SHAPE`, which names every field that is of a wrong kind (spec 8.3). */
export function checkRunFields(fields: Record<string, unknown>, path: string): void {
  const problems = Object.entries(fields).flatMap(([key, value]) => problemsOf(key, value))
  if (problems.length === 0) return
  throw new MillraceError("FILE_SHAPE", { path, reason: problems.join("; ") }, { place: { file: path } })
}

function problemsOf(key: string, value: unknown): string[] {
  const kind = Object.hasOwn(FIELDS, key) ? FIELDS[key] : "any"
  if (kind === "any") return []
  if (typeof value === "string")
    return kind === "text" || kind === "map or path" ? [] : [`${key} must be a mapping`]
  if (kind === "text") return [`${key} must be text, and is ${shown(value)}`]
  if (!isMapping(value)) return [`${key} must be a mapping${kind === "map or path" ? " or a path" : ""}`]
  if (kind === "texts" || key === "environment_variables") return textProblems(key, value)
  if (key === "connections") return connectionProblems(value)
  return cloudProblems(key, value)
}

function textProblems(key: string, values: Record<string, unknown>): string[] {
  return Object.entries(values)
    .filter(([, value]) => typeof value !== "string" && (value !== null || key === "environment_variables"))
    .map(([name, value]) => `${key}.${name} must be text, and is ${shown(value)}`)
}

function connectionProblems(values: Record<string, unknown>): string[] {
  return Object.entries(values)
    .filter(([, value]) => !isMapping(value))
    .map(([node]) => `connections.${node} must be a mapping`)
}

function cloudProblems(key: string, values: Record<string, unknown>): string[] {
  const known = CLOUD[key]
  if (!known) return []
  const problems = Object.keys(values)
    .filter((name) => !known.includes(name))
    .map((name) => `${key} has the unknown field ${name}`)
  if (key === "identity" && !IDENTITIES.includes(String(values.type)))
    problems.push(`identity.type is ${shown(values.type)}, not ${IDENTITIES.join(" or ")}`)
  if (values.type === "user_identity" && values.client_id !== undefined)
    problems.push("identity.client_id is for a managed identity")
  return problems
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? "missing"
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
