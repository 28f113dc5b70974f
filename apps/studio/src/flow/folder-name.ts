/** A path for something new, like `base`, that is not taken: `web`, `web-2`, `web-3`; of a file `talk-2.prompty`. */
export function freeName(base: string, taken: ReadonlySet<string>): string {
  const clean = base.trim() || "flow"
  const [stem = clean, ending = ""] = clean.split(/(\.prompty)$/)
  for (let at = 1; ; at++) {
    const name = at === 1 ? clean : `${stem}-${at}${ending}`
    if (!taken.has(name)) return name
  }
}

/** What is wrong with a path that somebody typed; null: nothing. The server checks it again. */
export function folderNameProblem(path: string, taken: ReadonlySet<string>): string | null {
  const parts = path.split("/")
  if (path.trim() === "") return "Give it a name."
  if (path.startsWith("/") || path.includes("\\") || parts.some((part) => part === "" || /^\.+$/.test(part)))
    return "Give a path below the opened folder, such as chats/support."
  return taken.has(path) ? "There is a flow of this name already." : null
}
