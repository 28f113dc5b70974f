import { type KeyboardEvent, useContext, useMemo, useRef, useState } from "react"
import { Button } from "./button.tsx"
import { CopyButton } from "./copy-button.tsx"
import { formatNumber } from "./format.ts"
import { ImageAddress } from "./image-address.ts"
import { type JsonLine, jsonLines } from "./json-lines.ts"
import styles from "./json-tree.module.css"
import { pictureAddress } from "./value-kind.ts"

export interface JsonTreeProps {
  value: unknown
  label?: string
  /** How many levels are open at first. */
  depth?: number
}

/** Lines drawn before somebody asks for more. */
const SHOWN = 200

/** A value of JSON that folds, with its images. Arrows move and fold as in every tree; the value is copied whole. */
export function JsonTree({ value, label = "Value", depth = 2 }: JsonTreeProps) {
  const [changed, setChanged] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [shown, setShown] = useState(SHOWN)
  const [active, setActive] = useState("")
  const tree = useRef<HTMLDivElement>(null)
  const lines = useMemo(() => jsonLines(value, depth, changed), [value, depth, changed])
  const fold = (line: JsonLine, open: boolean) => setChanged((before) => new Map(before).set(line.path, open))

  const focus = (path: string | undefined) => {
    if (path === undefined) return
    setActive(path)
    tree.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)?.focus()
  }
  const keys = (event: KeyboardEvent, line: JsonLine) => {
    const at = lines.indexOf(line)
    if (event.key === "ArrowDown") focus(lines[at + 1]?.path)
    else if (event.key === "ArrowUp") focus(lines[at - 1]?.path)
    else if (event.key === "Home") focus(lines[0]?.path)
    else if (event.key === "End") focus(lines.at(-1)?.path)
    else if (event.key === "ArrowRight" && line.size > 0)
      line.open ? focus(lines[at + 1]?.path) : fold(line, true)
    else if (event.key === "ArrowLeft") {
      if (line.size > 0 && line.open) fold(line, false)
      else focus(lines.slice(0, at).findLast(({ level }) => level < line.level)?.path)
    } else if ((event.key === "Enter" || event.key === " ") && line.size > 0) fold(line, !line.open)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const current = lines.some(({ path }) => path === active) ? active : lines[0]?.path
  return (
    <div className={styles.frame}>
      <div ref={tree} role="tree" aria-label={label} className={styles.tree}>
        {lines.slice(0, shown).map((line) => (
          <div
            key={line.path}
            data-path={line.path}
            role="treeitem"
            tabIndex={line.path === current ? 0 : -1}
            aria-level={line.level + 1}
            aria-expanded={line.size > 0 ? line.open : undefined}
            aria-selected={false}
            className={styles.line}
            style={{ paddingLeft: 8 + line.level * 16 }}
            onKeyDown={(event) => keys(event, line)}
            onFocus={() => setActive(line.path)}
            onClick={() => line.size > 0 && getSelection()?.type !== "Range" && fold(line, !line.open)}
          >
            <span className={styles.arrow} data-open={line.open || undefined} aria-hidden="true">
              {line.size > 0 ? "▸" : ""}
            </span>
            {line.key === null ? null : (
              <span className={styles.key}>
                {line.key}
                <span className={styles.mark}>: </span>
              </span>
            )}
            <span className={styles[line.kind]}>{line.text}</span>
            {line.image === undefined ? null : <Picture value={line.image} label={line.key ?? label} />}
          </div>
        ))}
      </div>
      {lines.length > shown ? (
        <Button variant="quiet" size="small" onClick={() => setShown(shown + 1000)}>
          Show {formatNumber(Math.min(1000, lines.length - shown))} more lines
        </Button>
      ) : null}
      <div className={styles.copy}>
        <CopyButton text={() => JSON.stringify(value, null, 2)} label="Copy as JSON" />
      </div>
    </div>
  )
}

/** What an image dict is of, beside its line; nothing where the page cannot have it: its text says where it lies. */
function Picture({ value, label }: { value: unknown; label: string }) {
  const address = pictureAddress(value, useContext(ImageAddress))
  return address === null ? null : <img className={styles.picture} src={address} alt={label} />
}
