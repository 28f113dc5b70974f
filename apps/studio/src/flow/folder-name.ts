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
  const problem = pathProblem(path, "the opened folder, such as chats/support")
  if (problem) return problem
  return taken.has(path.trim()) ? "There is a flow of this name already." : null
}

/** The same of any path below `where`. */
export function pathProblem(typed: string, where: string): string | null {
  const path = typed.trim()
  const parts = path.split("/")
  if (path === "") return "Give it a name."
  if (
    path.startsWith("/") ||
    path.includes("\\") ||
    /^[a-zA-Z]:/.test(path) ||
    parts.some((part) => part === "" || /^\.+$/.test(part))
  )
    return `Give a path below ${where}.`
  if (parts.some((part) => /[. ]$/.test(part)))
    return "A name must not end in a dot or a space: not every machine can keep it."
  if (parts.some((part) => /^\.(git|hg|svn)$/i.test(part))) return "What git keeps is closed to the studio."
  return /\p{Cc}/u.test(path) ? "A name must have no control characters." : null
}
