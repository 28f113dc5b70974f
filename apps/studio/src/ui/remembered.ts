import { useCallback, useState } from "react"

const PREFIX = "millrace."

export function readRemembered(key: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + key)
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined // storage is forbidden, or somebody else's text is there
  }
}

export function remember(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, JSON.stringify(value))
  } catch {
    // for this page only
  }
}

/** State that this browser keeps. `check` answers null for what was stored and is no such value. */
export function useRemembered<T>(
  key: string,
  initial: T,
  check: (value: unknown) => T | null,
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => check(readRemembered(key)) ?? initial)
  const set = useCallback(
    (next: T) => {
      setValue(next)
      remember(key, next)
    },
    [key],
  )
  return [value, set]
}

export const asNumber = (value: unknown): number | null => (typeof value === "number" ? value : null)
export const asBoolean = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null)
