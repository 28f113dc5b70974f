import { type MouseEvent, useEffect, useRef, useState } from "react"
import { late } from "../ui/late.tsx"
import styles from "./code-editor.module.css"
import type { CodeMirrorProps } from "./code-mirror.tsx"
import { withPlainEndings } from "./line-endings.ts"

const CodeMirror = late(() => import("./code-mirror.tsx"))

/**
 * A real editor, mounted when it comes near the view; until then its text stands there, as high as it will be. Without a
 * border: what it lies in has one.
 */
export function CodeEditor(props: CodeMirrorProps & { minLines?: number }) {
  const { minLines = 3, ...editor } = props
  const place = useRef<HTMLDivElement>(null)
  const [isSeen, setNear] = useState(false)
  const [isFocused, setFocused] = useState(false)
  const [cursor, setCursor] = useState(0)
  const isNear = isSeen || editor.goTo !== undefined
  useEffect(() => {
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return
        setNear(true)
        observer.disconnect() // it would look in every frame
      },
      { rootMargin: "300px" },
    )
    observer.observe(place.current as HTMLDivElement)
    return () => observer.disconnect()
  }, [])
  // an editor to whoever goes through the page by keyboard or by roles: it gets the focus that comes before it is there
  const plain = (
    // biome-ignore lint/a11y/useSemanticElements: a text area cannot be as high as its text
    <div
      className={styles.plain}
      role="textbox"
      aria-label={editor.label}
      aria-multiline="true"
      aria-readonly={editor.readOnly}
      tabIndex={0}
      onMouseDown={(event) => setCursor(offsetAt(event))}
      onFocus={() => {
        setNear(true)
        setFocused(true)
      }}
      onBlur={() => setFocused(false)}
    >
      {withPlainEndings(props.text) || " "}
    </div>
  )
  return (
    <div ref={place} className={styles.editor} style={{ minHeight: `${minLines * 1.55 * 12.5 + 12}px` }}>
      {isNear ? <CodeMirror instead={plain} {...editor} isFocused={isFocused} cursor={cursor} /> : plain}
    </div>
  )
}

/** Where in the text somebody pressed; 0 where that cannot be told. */
function offsetAt({ clientX, clientY, currentTarget }: MouseEvent<HTMLElement>): number {
  const found = document.caretPositionFromPoint?.(clientX, clientY)
  return found?.offsetNode.parentNode === currentTarget ? found.offset : 0
}
