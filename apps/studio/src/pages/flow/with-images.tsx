import { ImagePlus } from "lucide-react"
import { type DragEvent, type ReactNode, useRef, useState } from "react"
import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { useFolderImages } from "../../flow/folder-images.ts"
import { imagesOf, imageValue, keepImage } from "../../flow/keep-image.ts"
import { classNames } from "../../ui/class-names.ts"
import { IconButton } from "../../ui/icon-button.tsx"
import { toast } from "../../ui/toasts.ts"
import { pictureAddress } from "../../ui/value-kind.ts"
import styles from "./inputs.module.css"

/** Takes images beside what is typed: chosen, dropped or pasted; they are kept in the flow's folder. */
export function WithImages({
  name,
  type,
  value,
  fallback,
  onChange,
  onError,
  children,
}: {
  name: string
  type: string
  value: unknown
  fallback: unknown
  onChange(value: unknown): void
  onError(problem: string): void
  children: ReactNode
}) {
  const flow = useFlow()
  const format = useFlowSlice(({ outline }) => {
    const field = outline.fields.find((one) => one.name === "message_format")
    return typeof field?.value === "string" ? field.value : "basic"
  })
  const imageAddress = useFolderImages(flow.folder)
  const chooser = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const add = async (files: File[]) => {
    const [file] = files
    if (!file) return onError("Only images can be dropped or pasted here.")
    try {
      const path = await keepImage(flow.folder, file)
      const image = imageValue(path, file.type, format)
      if (type === "image") onChange(path)
      else if (type === "list") onChange([...(Array.isArray(value) ? value : []), image])
      else onChange(image)
    } catch (thrown) {
      toast({ kind: "error", title: (thrown as Error).message })
    }
  }
  const drag = (event: DragEvent, isInside: boolean) => {
    if (!event.dataTransfer.types.includes("Files")) return
    event.preventDefault()
    setOver(isInside)
  }
  const shownValue = value ?? fallback
  const images = (Array.isArray(shownValue) ? shownValue : [shownValue]).flatMap((one: unknown) => {
    const address = pictureOf(one, type, imageAddress)
    return address === null ? [] : [address]
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button beside it does the same
    <div
      className={classNames(styles.value, isOver && styles.dropping)}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false)
        if (event.dataTransfer.files.length > 0) void add(imagesOf(event.dataTransfer.files))
      }}
      onPaste={(event) => {
        const files = imagesOf(event.clipboardData.files)
        if (files.length === 0) return // text goes where it is pasted
        event.preventDefault()
        void add(files)
      }}
    >
      <div className={styles.line}>
        {children}
        <IconButton
          label={type === "image" ? `Choose an image for ${name}` : `Add an image to ${name}`}
          icon={<ImagePlus />}
          size="small"
          onClick={() => chooser.current?.click()}
        />
        <input
          ref={chooser}
          type="file"
          accept="image/*"
          hidden
          aria-label={`Image file for ${name}`}
          onChange={(event) => {
            const files = imagesOf(event.target.files)
            event.target.value = "" // the same file may be chosen again
            void add(files)
          }}
        />
      </div>
      {images.map((address, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: images come in their order
        <img key={at} className={styles.picture} src={address} alt={`Value of ${name}`} />
      ))}
    </div>
  )
}

/** Where the page has an image that is a value; of an input of the type image a text is one too. */
function pictureOf(
  value: unknown,
  type: string,
  imageAddress: (path: string) => string | null,
): string | null {
  if (type === "image" && typeof value === "string" && value !== "")
    return value.startsWith("data:image/") ? value : /\.\w+$/.test(value) ? imageAddress(value) : null
  return pictureAddress(value, imageAddress)
}
