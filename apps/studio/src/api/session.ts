const KEY = "millrace.session"
/** How long other tabs may take to answer. */
const PATIENCE_MS = 400

/** The session of this tab. */
export function session(): string | null {
  return sessionStorage.getItem(KEY)
}

/**
 * Gives this tab a session: the one that the token behind `#` of the address opens, or, for a link that was opened in a new
 * tab, that of another tab of this studio. Tabs reach each other only on the same host and port.
 */
export async function openSession(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get("token")
  if (token !== null) await exchange(token)
  if (session() === null) await askOtherTabs()
  shareWithTabs()
}

async function exchange(token: string): Promise<void> {
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

/** The server does not know this tab's session: that of another tab is taken, which somebody has opened since. */
export async function takeSession(): Promise<void> {
  isUnknown = true
  const old = session()
  await askOtherTabs()
  isUnknown = session() === old
}
let isUnknown = false

type Message = { ask: true } | { session: string }

function askOtherTabs(): Promise<void> {
  const channel = new BroadcastChannel(KEY)
  return new Promise((resolve) => {
    const end = () => {
      channel.close()
      resolve()
    }
    const late = setTimeout(end, PATIENCE_MS)
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (!("session" in data) || data.session === session()) return
      clearTimeout(late)
      sessionStorage.setItem(KEY, data.session)
      end()
    }
    channel.postMessage({ ask: true } satisfies Message)
  })
}

function shareWithTabs(): void {
  const channel = new BroadcastChannel(KEY)
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    const own = session()
    if ("ask" in data && own !== null && !isUnknown) channel.postMessage({ session: own } satisfies Message)
  }
}
