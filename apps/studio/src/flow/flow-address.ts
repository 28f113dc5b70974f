/** The opened folder itself may be a flow; `.` alone would be swallowed by the browser. */
const ROOT = "~"

/** The router decodes an address once, but for what divides it (`#`, `?`, `/`); a percent sign must outlast that. */
const part = (path: string) =>
  path === "."
    ? ROOT
    : path
        .split("/")
        .map((name) => encodeURIComponent(name.replaceAll("%", "%25")))
        .join("/")

/** Where a flow is authored; the card of a node there. */
export function flowAddress(path: string, node = ""): string {
  return `/flows/${part(path)}${node && `?node=${encodeURIComponent(node)}`}`
}

/** Where one talks with it. */
export function chatAddress(path: string): string {
  return `/chat/${part(path)}`
}

/** Where many lines of it are run. */
export function bulkTestAddress(path: string): string {
  return `/bulk-test/${part(path)}`
}

/** The flow's path, of what the router finds behind `/flows/` and the like. */
export function flowPathOf(rest: string | undefined): string {
  const path = decoded(rest ?? ROOT)
  return path === ROOT || path === "" ? "." : path
}

/** The flow that the page at a place is about, if it is about one. */
export function flowAt(location: string): string | undefined {
  const rest = /^\/(?:flows|bulk-test|chat)\/(.+)$/.exec(location)?.[1]
  return rest === undefined ? undefined : flowPathOf(rest)
}

/** An address that was typed by hand may hold a percent sign that stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
