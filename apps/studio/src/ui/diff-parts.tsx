import { diffLines, diffWordsWithSpace } from "diff"
import { useMemo } from "react"
import styles from "./diff-text.module.css"
import type { DiffTextProps } from "./diff-text.tsx"

export default function DiffParts({ before, after, by = "words", label = "Difference" }: DiffTextProps) {
  return by === "words" ? <Words {...{ before, after, label }} /> : <Lines {...{ before, after, label }} />
}

type Given = Required<Pick<DiffTextProps, "before" | "after" | "label">>

/** Comparing words takes time by the product of both texts: long ones are compared by lines. */
const LONG = 20_000

function Words({ before, after, label }: Given) {
  const parts = useMemo(
    () =>
      (before.length + after.length > LONG
        ? diffLines(before, after)
        : diffWordsWithSpace(before, after)
      ).map((part, at) => ({ ...part, at })),
    [before, after],
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: no figure, a text
    <div className={styles.text} role="group" aria-label={label}>
      {parts.map(({ value, added, removed, at }) =>
        added ? (
          <ins key={at}>{value}</ins>
        ) : removed ? (
          <del key={at}>{value}</del>
        ) : (
          <span key={at}>{value}</span>
        ),
      )}
    </div>
  )
}

interface Line {
  at: number
  kind: "same" | "added" | "removed" | "gap"
  text: string
}
const AROUND = 3

function Lines({ before, after, label }: Given) {
  const lines = useMemo(() => shortened(changedLines(before, after)), [before, after])
  if (lines.length === 0) return <p className={styles.none}>Both are the same.</p>
  return (
    // biome-ignore lint/a11y/useSemanticElements: no figure, a text
    <div className={styles.lines} role="group" aria-label={label}>
      {lines.map(({ at, kind, text }) => (
        <div key={at} className={styles[kind]}>
          <span className={styles.sign} aria-hidden="true">
            {{ added: "+", removed: "−", same: "", gap: "⋯" }[kind]}
          </span>
          {kind === "added" ? (
            <ins>{text}</ins>
          ) : kind === "removed" ? (
            <del>{text}</del>
          ) : (
            <span>{text}</span>
          )}
        </div>
      ))}
    </div>
  )
}

function changedLines(before: string, after: string): Line[] {
  let at = 0
  return diffLines(before, after).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, "")
      .split("\n")
      .map((text): Line => ({ at: at++, kind: added ? "added" : removed ? "removed" : "same", text })),
  )
}

/** Lines that are the same and far from any change become a gap. */
function shortened(lines: Line[]): Line[] {
  const near = new Set<number>()
  for (const { at, kind } of lines)
    if (kind !== "same") for (let other = at - AROUND; other <= at + AROUND; other++) near.add(other)
  const kept: Line[] = []
  if (near.size === 0) return kept
  for (const line of lines) {
    if (near.has(line.at)) kept.push(line)
    else if (kept.at(-1)?.kind !== "gap") kept.push({ at: line.at, kind: "gap", text: "" })
  }
  return kept
}
