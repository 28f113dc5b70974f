import type { ConnectionSpec, StudioConnection } from "@internal/schema/studio"

/** A value of a custom connection. */
export interface Row {
  key: string
  value: string
  secret: boolean
  /** It is stored under this name, which stays. */
  stored: boolean
}

/** What is typed into the form of a connection. */
export interface Draft {
  name: string
  /** By field; a secret that is stored is empty: nobody shows it. */
  values: Record<string, string>
  rows: Row[]
}

export function draftOf(spec: ConnectionSpec, connection: StudioConnection | undefined): Draft {
  const values = spec.fields.map(({ name, secret, default: given = "" }) => [
    name,
    secret ? "" : (connection?.fields[name] ?? (connection ? "" : given)),
  ])
  const stored = spec.open && connection ? Object.entries(connection.fields) : []
  const rows = stored.map(([key, value]) => {
    const secret = connection?.secrets.includes(key) ?? false
    return { key, value: secret ? "" : value, secret, stored: true }
  })
  return {
    name: connection?.name ?? "",
    values: Object.fromEntries(values),
    rows: spec.open && rows.length === 0 ? [{ key: "", value: "", secret: true, stored: false }] : rows,
  }
}

/** Fields that the chosen way of authentication needs, as the original wants them. */
export function isRequired(spec: ConnectionSpec, name: string, { values }: Draft): boolean {
  const field = spec.fields.find((each) => each.name === name)
  if (!field) return false
  return field.required || (field.secret && values.auth_mode === "key")
}

/** A key is of no use with a token. */
export function isShown(spec: ConnectionSpec, name: string, { values }: Draft): boolean {
  const isSecret = spec.fields.some((field) => field.name === name && field.secret)
  return !(isSecret && values.auth_mode === "meid_token")
}

/** What is wrong, by the name of a field, `name`, `rows`, or `row 0`. */
export function problemsOf(
  spec: ConnectionSpec,
  draft: Draft,
  connection: StudioConnection | undefined,
  taken: ReadonlySet<string>,
): Record<string, string> {
  const problems: Record<string, string> = {}
  if (!connection) {
    if (draft.name.trim() === "") problems.name = "Give it a name: flows say it."
    else if (/^\.+$/.test(draft.name.trim())) problems.name = "Dots alone are no name."
    else if (taken.has(draft.name.trim())) problems.name = "There is a connection of this name already."
  }
  for (const { name, secret } of spec.fields) {
    const isKept = secret && (connection?.fields[name] ?? "") !== ""
    if (
      isRequired(spec, name, draft) &&
      isShown(spec, name, draft) &&
      !isKept &&
      draft.values[name]?.trim() === ""
    )
      problems[name] = "This is needed."
  }
  if (!spec.open) return problems
  const rows = draft.rows.filter(({ key, value }) => key.trim() !== "" || value !== "")
  if (!rows.some(({ secret }) => secret)) problems.rows = "A custom connection has at least one secret value."
  draft.rows.forEach(({ key, value, secret }, at) => {
    const isKept = secret && isStoredSecret(connection, key)
    if (key.trim() === "" && value !== "") problems[`row ${at}`] = "Give the value a name."
    else if (
      draft.rows.some((other, place) => place < at && other.key.trim() === key.trim() && key.trim() !== "")
    )
      problems[`row ${at}`] = "This name is there already."
    else if (secret && !isKept && key.trim() !== "" && value === "") problems[`row ${at}`] = "This is needed."
    else if (!secret && value === "" && isStoredSecret(connection, key))
      problems[`row ${at}`] = "Type its value: the secret is not shown to anybody."
  })
  return problems
}

function isStoredSecret(connection: StudioConnection | undefined, key: string): boolean {
  return connection?.secrets.includes(key) ?? false
}

/** What is sent. Of a stored connection only what was changed, and a secret only where it was typed. */
export function changesOf(
  spec: ConnectionSpec,
  draft: Draft,
  connection: StudioConnection | undefined,
): { configs: Record<string, string>; secrets: Record<string, string>; remove: string[] } {
  const configs: Record<string, string> = {}
  const secrets: Record<string, string> = {}
  for (const { name, secret } of spec.fields) {
    const value = (draft.values[name] ?? "").trim()
    if (secret) {
      if (value !== "" && isShown(spec, name, draft)) secrets[name] = value
    } else if (connection ? value !== (connection.fields[name] ?? "") : value !== "") configs[name] = value
  }
  for (const { key, value, secret } of draft.rows) {
    if (key.trim() === "") continue
    if (!secret) configs[key.trim()] = value
    else if (value !== "") secrets[key.trim()] = value
  }
  // also what has become secret, or is no longer
  const stays = new Map(draft.rows.map(({ key, secret }) => [key.trim(), secret]))
  const remove = spec.open
    ? Object.keys(connection?.fields ?? {}).filter(
        (key) => stays.get(key) !== isStoredSecret(connection, key),
      )
    : []
  return { configs, secrets, remove }
}
