import { useState } from "react"
import { JsonTree } from "../../ui/json-tree.tsx"
import { Markdown } from "../../ui/markdown.tsx"
import { RadioGroup } from "../../ui/radio-group.tsx"
import { holdsImage } from "../../ui/value-kind.ts"
import { ValueView } from "../../ui/value-view.tsx"
import styles from "./running.module.css"

type Look = "text" | "markdown" | "json"

const NAMES: Record<Look, string> = { text: "Text", markdown: "Markdown", json: "JSON" }

export interface OutputViewProps {
  value: unknown
  /** What it is of, for those who hear the page. */
  label: string
  imageAddress?: (path: string) => string | null
}

/** What came out, by what it is: text as it is, as Markdown or as the JSON that it holds; JSON as a tree; images as images. */
export function OutputView({ value, label, imageAddress }: OutputViewProps) {
  const [chosen, choose] = useState<Look>("text")
  if (typeof value !== "string") {
    const images = imagesIn(value)
    return (
      <div className={styles.value}>
        {images.map((image, at) => (
          <ValueView
            // biome-ignore lint/suspicious/noArrayIndexKey: images come in their order
            key={at}
            value={image}
            label={`Image ${at + 1} of ${label}`}
            imageAddress={imageAddress}
          />
        ))}
        {images.length === 0 || images[0] !== value ? (
          <ValueView value={value} label={label} imageAddress={imageAddress} />
        ) : null}
      </div>
    )
  }
  const json = jsonIn(value)
  const looks: Look[] = [
    "text",
    ...(looksLikeMarkdown(value) ? ["markdown" as const] : []),
    ...(json !== undefined ? ["json" as const] : []),
  ]
  const look = looks.includes(chosen) ? chosen : "text"
  return (
    <div className={styles.value}>
      {looks.length > 1 && (
        <RadioGroup
          label={`Show ${label} as`}
          hideLabel
          look="segments"
          value={look}
          onChange={choose}
          options={looks.map((one) => ({ value: one, label: NAMES[one] }))}
        />
      )}
      {look === "text" && <ValueView value={value} label={label} />}
      {look === "markdown" && <Markdown text={value} {...(imageAddress && { imageAddress })} />}
      {look === "json" && <JsonTree value={json} label={label} />}
    </div>
  )
}

/** The image that a value is, or those that a list has. */
function imagesIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.filter((item) => !Array.isArray(item) && isImage(item))
  return isImage(value) ? [value] : []
}

function isImage(value: unknown): boolean {
  return holdsImage(value) && Object.keys(value as object).length <= 2
}

function jsonIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function looksLikeMarkdown(text: string): boolean {
  return /^#{1,6} |^\s*(?:[-*+]|\d+\.) |\*\*|__|`|\[[^\]]+\]\(|^\|.*\||^> /m.test(text)
}
