import { Markdown } from "../../ui/markdown.tsx"
import { ValueView } from "../../ui/value-view.tsx"
import styles from "./chat.module.css"
import { partsOf } from "./message-parts.ts"

/** What was said: texts, images, and other values as JSON. Replies are Markdown, messages are as they were typed. */
export function MessageContent({
  value,
  markdown,
  imageAddress,
}: {
  value: unknown
  markdown?: boolean
  imageAddress(path: string): string | null
}) {
  return partsOf(value).map((part, at) => {
    const key = `${at} ${part.kind}`
    if (part.kind !== "text")
      return (
        <ValueView
          key={key}
          value={part.value}
          label={part.kind === "image" ? `Image ${at + 1}` : "Value"}
          imageAddress={imageAddress}
        />
      )
    return markdown ? (
      <Markdown key={key} text={part.text} imageAddress={imageAddress} />
    ) : (
      <p key={key} className={styles.said}>
        {part.text}
      </p>
    )
  })
}
