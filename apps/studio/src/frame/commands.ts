import { type ReactNode, useEffect, useRef, useSyncExternalStore } from "react"
import { isTyping, pressed } from "../ui/keys.ts"

export interface Command {
  /** Unique: "runs.compare". */
  id: string
  /** As a person would say it: "Compare the selected runs". */
  label: string
  icon?: ReactNode
  /** "mod+enter", "?", or keys one after another: "g r". Alone-standing keys do nothing while somebody types. */
  keys?: string
  /** Other words that find it. */
  words?: string
  run: () => void
  /** Its keys are the field's own while somebody types. */
  leftToFields?: boolean
  disabled?: boolean
  /** Reacts to its keys, but is not listed in the palette. */
  unlisted?: boolean
  /** Its keys are handled where they are pressed (an editor, the graph): it is only listed among the shortcuts. */
  noted?: boolean
}

/** With the group that it stands in: "Go to", "Flow". */
export interface ListedCommand extends Command {
  group: string
}

let lists: readonly { current: readonly ListedCommand[] }[] = []
let all: readonly ListedCommand[] = []
const listeners = new Set<() => void>()

function renew(): void {
  const byId = new Map(lists.flatMap((list) => list.current).map((command) => [command.id, command]))
  all = [...byId.values()]
  for (const listener of listeners) listener()
}

/** Offers commands for as long as the component is there; a later one of the same id takes its place. */
export function useCommands(group: string, commands: readonly Command[]): void {
  const list = useRef<readonly ListedCommand[]>([])
  useEffect(() => {
    list.current = commands.map((command) => ({ ...command, group }))
    if (lists.includes(list)) renew()
  }, [group, commands])
  useEffect(() => {
    lists = [...lists, list]
    renew()
    return () => {
      lists = lists.filter((other) => other !== list)
      renew()
    }
  }, [])
}

export function useAllCommands(): readonly ListedCommand[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => all,
  )
}

/** How long the second of two keys may take. */
const PAUSE = 1200
let first: { key: string; at: number } | null = null

/** Runs the command whose keys these are; of two the one that was offered later. */
export function runByKeys(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const before = first && event.timeStamp - first.at < PAUSE ? first.key : null
  first = null
  const alone = !event.ctrlKey && !event.metaKey && !event.altKey
  if (
    alone &&
    event.key.length === 1 &&
    (isTyping(event.target) || document.querySelector("[role=dialog][data-state=open]"))
  )
    return
  const fits = (command: Command): boolean => {
    if (!command.keys || command.disabled || command.noted) return false
    if (command.leftToFields && isTyping(event.target)) return false
    const parts = command.keys.split(" ")
    if (parts.length === 1) return pressed(event, command.keys)
    return before === parts[0] && pressed(event, parts[1] as string)
  }
  const command = all.findLast(fits)
  if (command) {
    event.preventDefault()
    command.run()
  } else if (
    alone &&
    all.some(
      ({ keys, noted }) => !noted && keys?.includes(" ") && pressed(event, keys.split(" ")[0] as string),
    )
  )
    first = { key: event.key.toLowerCase(), at: event.timeStamp }
}
