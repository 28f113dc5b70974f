/** The opened folder itself may be a flow; `.` alone would be swallowed by the browser. */
const ROOT = "~"

/** Where a flow is authored. */
export function flowAddress(path: string): string {
  return `/flows/${path === "." ? ROOT : path.split("/").map(encodeURIComponent).join("/")}`
}

/** The flow's path, of what stands behind `/flows/` in the address. */
export function flowPathOf(rest: string | undefined): string {
  const path = decodeURIComponent(rest ?? ROOT)
  return path === ROOT || path === "" ? "." : path
}
