import { Search } from "lucide-react"
import { Dialog } from "radix-ui"
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react"
import { fuzzyFilter } from "../ui/fuzzy.ts"
import { KeyHint } from "../ui/key-hint.tsx"
import { MatchedText } from "../ui/matched-text.tsx"
import styles from "./command-palette.module.css"
import { type ListedCommand, useAllCommands } from "./commands.ts"

interface CommandPaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** All that the page can do, found by typing. */
export function CommandPalette({ open, onOpenChange }: CommandPaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.palette} aria-describedby={undefined}>
          <Dialog.Title className="visually-hidden">Commands</Dialog.Title>
          <Finder close={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Finder({ close }: { close: () => void }) {
  const list = useId()
  const [query, setQuery] = useState("")
  const [active, setActive] = useState(0)
  const current = useRef<HTMLDivElement>(null)
  const listed = useAllCommands().filter(({ disabled, unlisted }) => !disabled && !unlisted)
  const found = grouped(
    fuzzyFilter(listed, query, ({ label, words }) => (words ? `${label} ${words}` : label)),
    query,
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another is the active one
  useEffect(() => {
    void current.current?.scrollIntoView({ block: "nearest" }) // newer browsers answer a promise
  }, [active])

  const run = (command: ListedCommand | undefined) => {
    if (!command) return
    close()
    // after the palette has given the focus back
    setTimeout(command.run)
  }
  const keys = (event: KeyboardEvent) => {
    const last = found.length - 1
    if (event.key === "ArrowDown") setActive(active >= last ? 0 : active + 1)
    else if (event.key === "ArrowUp") setActive(active <= 0 ? last : active - 1)
    else if (event.key === "Enter") run(found[active]?.item)
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className={styles.box}>
        <Search size={16} aria-hidden="true" />
        <input
          role="combobox"
          aria-label="Find a command"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={found[active] ? `${list}-${active}` : undefined}
          className={styles.input}
          placeholder="Find a command, a flow, a run…"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setActive(0)
          }}
          onKeyDown={keys}
        />
      </div>
      <div id={list} role="listbox" aria-label="Commands" className={styles.list} tabIndex={-1}>
        {found.map(({ item, match }, at) => (
          <div key={item.id} role="presentation">
            {item.group !== found[at - 1]?.item.group ? (
              <div className={styles.group}>{item.group}</div>
            ) : null}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the text box has the keys */}
            <div
              id={`${list}-${at}`}
              ref={at === active ? current : undefined}
              role="option"
              tabIndex={-1}
              aria-selected={at === active}
              className={styles.option}
              onPointerMove={() => at === active || setActive(at)}
              onClick={() => run(item)}
            >
              <span className={styles.icon}>{item.icon}</span>
              <span className={styles.title}>
                <MatchedText
                  text={item.label}
                  ranges={match.ranges.filter(([from]) => from < item.label.length)}
                />
              </span>
              {item.keys ? <KeyHint keys={item.keys} /> : null}
            </div>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className={styles.nothing}>No command matches “{query}”.</p> : null}
    </>
  )
}

/** Commands of a group together, groups in the order of their best. */
function grouped<T extends { item: ListedCommand }>(found: T[], query: string): T[] {
  if (query.trim()) return found
  const groups = [...new Set(found.map(({ item }) => item.group))]
  return groups.flatMap((group) => found.filter(({ item }) => item.group === group))
}
