export interface ToastMessage {
  id: number
  title: string
  text?: string
  kind?: "info" | "done" | "error"
  action?: { label: string; onSelect: () => void }
  /** Milliseconds. */
  duration?: number
}

let messages: readonly ToastMessage[] = []
let last = 0
const listeners = new Set<() => void>()

/**
 * Says something at the corner of the page that needs no answer: `toast({ title: "Run started", action: {…} })`. A failure
 * of what the user asked for belongs where they asked, not here.
 */
export function toast(message: Omit<ToastMessage, "id">): number {
  last += 1
  change([...messages.slice(-3), { ...message, id: last }])
  return last
}

export function dropToast(id: number): void {
  change(messages.filter((message) => message.id !== id))
}

export const shownToasts = (): readonly ToastMessage[] => messages

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function change(next: readonly ToastMessage[]): void {
  messages = next
  for (const listener of listeners) listener()
}
