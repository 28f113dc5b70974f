/** Joins the texts that are there. */
export function classNames(...names: unknown[]): string {
  return names.filter((name) => name && typeof name === "string").join(" ")
}
