import { Dialog } from "../ui/dialog.tsx"
import { KeyHint } from "../ui/key-hint.tsx"
import { type Command, useAllCommands } from "./commands.ts"
import styles from "./shortcuts-dialog.module.css"

interface ShortcutsDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

const IN_LISTS: Pick<Command, "label" | "keys">[] = [
  { label: "Next and previous row", keys: "down up" },
  { label: "Open the row", keys: "enter" },
  { label: "Select the row", keys: "space" },
  { label: "Select to here", keys: "shift+down" },
  { label: "Select all", keys: "mod+a" },
  { label: "First and last row", keys: "Home End" },
]

/** The keys of what is on the page now, and those that lists have everywhere. */
export function ShortcutsDialog({ open, onOpenChange }: ShortcutsDialogProps) {
  const commands = useAllCommands().filter(({ keys, disabled }) => keys && !disabled)
  const groups = [...new Set(commands.map(({ group }) => group))]
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" size="large">
      <div className={styles.columns}>
        {groups.map((group) => (
          <Group key={group} name={group} entries={commands.filter((command) => command.group === group)} />
        ))}
        <Group name="In lists" entries={IN_LISTS} />
      </div>
    </Dialog>
  )
}

function Group({ name, entries }: { name: string; entries: readonly Pick<Command, "label" | "keys">[] }) {
  return (
    <section className={styles.group}>
      <h3>{name}</h3>
      <dl className={styles.list}>
        {entries.map(({ label, keys }) => (
          <div key={label} className={styles.line}>
            <dt>{label}</dt>
            <dd>
              <KeyHint keys={keys ?? ""} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
