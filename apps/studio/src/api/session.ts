const KEY = "millrace.session"

/** The session of this tab; another tab needs an address of its own. */
export function session(): string | null {
  return sessionStorage.getItem(KEY)
}

/** Exchanges the token behind `#` of the address for a session, and takes it out of the address. */
export async function openSession(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get("token")
  if (token === null) return
  history.replaceState(null, "", location.pathname + location.search)
  const answer = await fetch("/api/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  })
  if (!answer.ok) return // an older session of this tab may do
  const opened = (await answer.json()) as { session: string }
  sessionStorage.setItem(KEY, opened.session)
}
