import { type Connection, MillraceError } from "@internal/schema"

/** The connection's key, checked to be something that a header can carry. */
export function apiKey(connection: Connection): string {
  const key = connection.secrets.api_key ?? ""
  if (key === "") throw invalid(connection, "it has no api_key")
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(key)) {
    throw invalid(
      connection,
      "its api_key holds a line break, a space at an end, or a character that no key has",
    )
  }
  return key
}

/** An absolute HTTP address without the slash at its end. */
export function baseUrl(connection: Connection, field: string, value: string): string {
  if (value.trim() === "") throw invalid(connection, `it has no ${field}`)
  const address = value.trim()
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw invalid(
      connection,
      `its ${field} ${JSON.stringify(value)} is not an address such as https://host/path`,
    )
  }
  return address.replace(/\/+$/, "")
}

function invalid(connection: Connection, reason: string): MillraceError {
  const hint = `Correct it: millrace connection update --name ${connection.name}`
  return new MillraceError("CONNECTION_INVALID", { name: connection.name, reason }, { hint })
}
