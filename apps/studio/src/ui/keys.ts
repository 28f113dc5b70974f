const NAMES: Record<string, [mac: string, other: string]> = {
  mod: ["⌘", "Ctrl"],
  ctrl: ["⌃", "Ctrl"],
  alt: ["⌥", "Alt"],
  shift: ["⇧", "Shift"],
  enter: ["↩", "Enter"],
  backspace: ["⌫", "Backspace"],
  delete: ["⌦", "Del"],
  escape: ["Esc", "Esc"],
  space: ["Space", "Space"],
  tab: ["Tab", "Tab"],
  up: ["↑", "↑"],
  down: ["↓", "↓"],
  left: ["←", "←"],
  right: ["→", "→"],
}

export const isMac = (): boolean =>
  typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.platform)

/** "mod+shift+p" as the names on the keys. */
export function shownKeys(keys: string, mac = isMac()): string[] {
  return keys
    .split(/[+\s]/)
    .filter(Boolean)
    .map(
      (key) => NAMES[key.toLowerCase()]?.[mac ? 0 : 1] ?? (/^(.|f\d+)$/.test(key) ? key.toUpperCase() : key),
    )
}

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">

/** Whether the event is that of "mod+k", "shift+enter", "?". Shift counts only where it is named, or with a letter or a named key. */
export function pressed(event: Pressed, keys: string, mac = isMac()): boolean {
  const parts = keys.toLowerCase().split("+")
  const key = parts.pop() as string
  const named = (name: string) => parts.includes(name)
  const mod = named("mod")
  if (event.metaKey !== (mac && mod)) return false
  if (event.ctrlKey !== (named("ctrl") || (!mac && mod))) return false
  if (event.altKey !== named("alt")) return false
  const actual = event.key === " " ? "space" : event.key.toLowerCase().replace(/^arrow/, "")
  const shiftMatters = named("shift") || actual.length > 1 || actual !== actual.toUpperCase()
  if (shiftMatters && event.shiftKey !== named("shift")) return false
  return actual === key
}

/** Whether what is typed goes into a field, where single keys are no commands. */
export function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null
  return Boolean(
    element?.isContentEditable ||
      element?.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [role=textbox]"),
  )
}
