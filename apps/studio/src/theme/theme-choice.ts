import { useSyncExternalStore } from "react"

export type ThemeChoice = "system" | "light" | "dark"

const KEY = "millrace.theme"
const listeners = new Set<() => void>()

function stored(): ThemeChoice {
  const value = readStored()
  return value === "light" || value === "dark" ? value : "system"
}

/** Storage may be forbidden; the system's theme then. */
function readStored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

/** Called once before the page is drawn, so that it never shows the wrong theme first. */
export function applyTheme(choice: ThemeChoice = stored()): void {
  const root = document.documentElement
  if (choice === "system") delete root.dataset.theme
  else root.dataset.theme = choice
}

export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, choice)
  } catch {
    // for this page only
  }
  applyTheme(choice)
  for (const listener of listeners) listener()
}

export function useThemeChoice(): [ThemeChoice, (choice: ThemeChoice) => void] {
  return [useSyncExternalStore(subscribe, current), chooseTheme]
}

const current = (): ThemeChoice => {
  const value = document.documentElement.dataset.theme
  return value === "light" || value === "dark" ? value : "system"
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  const other = (event: StorageEvent) => {
    if (event.key !== KEY) return
    applyTheme()
    listener()
  }
  addEventListener("storage", other)
  return () => {
    listeners.delete(listener)
    removeEventListener("storage", other)
  }
}
