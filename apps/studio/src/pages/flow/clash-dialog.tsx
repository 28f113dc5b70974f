import { Button } from "../../ui/button.tsx"
import { Dialog } from "../../ui/dialog.tsx"
import { formatCount } from "../../ui/format.ts"

const SHOWN = 8

/** Asks what becomes of files that are there already, before anything is uploaded. */
export function ClashDialog({
  clashes,
  onAnswer,
}: {
  clashes: readonly string[]
  onAnswer: (how: "replace" | "both" | null) => void
}) {
  const [only] = clashes
  const more = clashes.length - SHOWN
  return (
    <Dialog
      open
      size="small"
      onOpenChange={(open) => open || onAnswer(null)}
      title={clashes.length === 1 ? `${only} is there already` : `${clashes.length} files are there already`}
      footer={
        <>
          <Button onClick={() => onAnswer(null)}>Cancel</Button>
          <Button onClick={() => onAnswer("both")}>Keep both</Button>
          <Button variant="danger" onClick={() => onAnswer("replace")}>
            Replace
          </Button>
        </>
      }
    >
      {clashes.length > 1 ? (
        <ul>
          {clashes.slice(0, SHOWN).map((path) => (
            <li key={path}>
              <code>{path}</code>
            </li>
          ))}
          {more > 0 ? <li>and {formatCount(more, "file")} more</li> : null}
        </ul>
      ) : null}
      <p>
        Replace: what is there goes to the trash of the opened folder. Keep both: the new one gets a name
        beside it.
      </p>
    </Dialog>
  )
}
