import { keptEvaluations } from "./evaluation.ts"
import { textOf } from "./message-parts.ts"
import { type Entry, isTurn, type Turn } from "./turn.ts"

/** A conversation as it is kept: enough to show it again, to go on with it, and to follow a turn that is under way. */
export interface KeptConversation {
  entries: readonly Entry[]
  /** What the flow itself began with. */
  first: readonly unknown[]
  /** The chat that is open in the server's engine, which may be gone by then. */
  opened?: { chat: string; key: string } | undefined
}

/** Another text only where something is to be kept: not with each piece of a reply that is written. */
export function keepSign(entries: readonly Entry[]): string {
  return entries
    .map((entry) =>
      isTurn(entry)
        ? `${entry.id} ${entry.status} ${entry.work ?? ""} ${entry.run ?? ""} ${evaluationSign(entry)}`
        : entry.id,
    )
    .join("\n")
}

const evaluationSign = ({ evaluations = [] }: Turn): string =>
  evaluations.map(({ template, status, work }) => `${template} ${status} ${work ?? ""}`).join(" ")

/** Without what can be read again, and what only a page that follows it has. */
export function toKeep({ entries, first, opened }: KeptConversation): KeptConversation {
  const kept = entries.map((entry): Entry => {
    if (!isTurn(entry)) return entry
    const { state: _, ...turn } = entry
    return isUnderWay(turn) ? { ...turn, text: "", setup: "" } : turn
  })
  return { entries: kept, first, ...(opened && { opened }) }
}

/** What was kept, if it is that. A turn that never began to be answered counts as stopped. */
export function asKept(content: unknown): KeptConversation | undefined {
  if (typeof content !== "object" || content === null) return undefined
  const { entries, first, opened } = content as Partial<KeptConversation>
  if (!Array.isArray(entries) || !entries.every(isEntry)) return undefined
  return {
    entries: entries.map((entry) => (isTurn(entry) ? keptTurn(entry) : entry)),
    first: Array.isArray(first) ? first : [],
    ...(typeof opened?.chat === "string" && typeof opened.key === "string" && { opened }),
  }
}

function keptTurn({ evaluations, ...turn }: Turn): Turn {
  const kept = evaluations === undefined ? [] : keptEvaluations(evaluations)
  return {
    ...turn,
    ...(kept.length > 0 && { evaluations: kept }),
    ...(isUnderWay(turn) && turn.work === undefined && { status: "stopped" as const }),
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false
  const { kind, id, status } = value as Partial<Turn>
  return (
    typeof id === "number" &&
    ((kind as string) === "separator" || (kind === "turn" && typeof status === "string"))
  )
}

export const isUnderWay = ({ status }: Pick<Turn, "status">): boolean =>
  status === "opening" || status === "running"

/** How the conversation began, in a few words. */
export function titleOf(entries: readonly Entry[]): string {
  const first = entries.find(isTurn)
  const words = first === undefined ? "" : textOf(first.message).replaceAll(/\s+/g, " ").trim()
  return words.length > 80 ? `${words.slice(0, 79)}…` : words || "(no words)"
}
