import { type ReactNode, useContext, useState } from "react"
import { Button } from "./button.tsx"
import { CopyButton } from "./copy-button.tsx"
import { None } from "./figures.tsx"
import { formatNumber } from "./format.ts"
import { ImageAddress } from "./image-address.ts"
import { JsonTree } from "./json-tree.tsx"
import { imageOf, pictureAddress, valueKind } from "./value-kind.ts"
import styles from "./value-view.module.css"

export interface ValueViewProps {
  value: unknown
  label?: string
  /** Characters of a text before it folds. */
  fold?: number
  /** Turns the path in an image dict into an address that this page may load; default as the page says (`ImageAddress`). */
  imageAddress?: (path: string) => string | null
  code?: boolean
}

/** A value by what it is: a text with its line breaks, JSON as a tree, an image as an image. */
export function ValueView({
  value,
  label = "Value",
  fold = 1200,
  imageAddress,
  code,
}: ValueViewProps): ReactNode {
  const kind = valueKind(value)
  if (kind === "nothing") return <None label="no value" />
  if (kind === "text") return <LongText text={value as string} fold={fold} code={code} label={label} />
  if (kind === "plain") return <code className={styles.plain}>{String(value)}</code>
  if (kind === "image") return <Image value={value} label={label} imageAddress={imageAddress} />
  return <JsonTree value={value} label={label} />
}

function LongText({
  text,
  fold,
  code,
  label,
}: {
  text: string
  fold: number
  code?: boolean
  label: string
}) {
  const [whole, setWhole] = useState(false)
  const long = text.length > fold * 1.2
  return (
    <div className={styles.frame}>
      <div className={code ? styles.code : styles.text}>
        {text === "" ? (
          <span className={styles.empty}>empty text</span>
        ) : long && !whole ? (
          `${text.slice(0, fold)}…`
        ) : (
          text
        )}
      </div>
      {long ? (
        <Button variant="quiet" size="small" onClick={() => setWhole(!whole)}>
          {whole ? "Show less" : `Show all ${formatNumber(text.length)} characters`}
        </Button>
      ) : null}
      <div className={styles.copy}>
        <CopyButton text={text} label={label === "Value" ? "Copy" : `Copy ${label}`} />
      </div>
    </div>
  )
}

function Image({
  value,
  label,
  imageAddress,
}: Pick<ValueViewProps, "value" | "imageAddress"> & { label: string }) {
  const around = useContext(ImageAddress)
  const image = imageOf(value)
  if (!image) return null
  const address = pictureAddress(value, imageAddress ?? around)
  return (
    <figure className={styles.image}>
      {address ? <img src={address} alt={label} /> : null}
      {image.form === "base64" || address ? null : <figcaption>{image.data}</figcaption>}
    </figure>
  )
}
