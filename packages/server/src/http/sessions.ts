import { createHash, randomBytes, timingSafeEqual } from "node:crypto"
import { MillraceError } from "@internal/schema"

/** How long an address opens a session, when nobody has used it. */
const TOKEN_MS = 10 * 60_000

/**
 * Who may ask. An address holds a token that opens one session, once; the page keeps the session in its tab and sends it as
 * a header. Cookies are not used: any program on another port of this machine would get them too.
 */
export class Sessions {
  readonly #tokens = new Map<string, number>()
  readonly #sessions = new Set<string>()

  /** A token for one more address. */
  token(): string {
    const token = randomBytes(24).toString("base64url")
    this.#tokens.set(hash(token), Date.now() + TOKEN_MS)
    return token
  }

  /** The session that a token opens. Fails with `SESSION_REQUIRED`. */
  open(token: string): string {
    const key = hash(token)
    const until = this.#tokens.get(key)
    this.#tokens.delete(key)
    if (until === undefined || until < Date.now()) throw new MillraceError("SESSION_REQUIRED", {})
    const session = randomBytes(32).toString("base64url")
    this.#sessions.add(hash(session))
    return session
  }

  /** Fails with `SESSION_REQUIRED` unless the header `authorization` names an open session. */
  check(authorization: string | undefined): void {
    const given = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1]
    const wanted = Buffer.from(hash(given ?? ""))
    const isOpen = [...this.#sessions].some((session) => timingSafeEqual(Buffer.from(session), wanted))
    if (given === undefined || !isOpen) throw new MillraceError("SESSION_REQUIRED", {})
  }
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}
