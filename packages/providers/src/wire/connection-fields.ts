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

/** Where a connection leads: an absolute HTTP address without the slash at its end, and the query that some gateways want. */
export interface Base {
  place: string
  query: string
}

export function baseOf(connection: Connection, field: string, value: string): Base {
  if (value.trim() === "") throw invalid(connection, `it has no ${field}`)
  const address = value.trim()
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw invalid(
      connection,
      `its ${field} ${JSON.stringify(value)} is not an address such as https://host/path`,
    )
  }
  const [place = "", query = ""] = address.replace(/#.*$/s, "").split(/\?(.*)/s)
  return { place: place.replace(/\/+$/, ""), query }
}

/** An address below a connection's. */
export function below({ place, query }: Base, path: string): URL {
  return new URL(`${place}/${path}${query && `?${query}`}`)
}

function invalid(connection: Connection, reason: string): MillraceError {
  const hint = `Correct it: millrace connection update --name ${connection.name}`
  return new MillraceError("CONNECTION_INVALID", { name: connection.name, reason }, { hint })
}
