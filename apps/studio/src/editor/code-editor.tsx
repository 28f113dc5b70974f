import { lazy, Suspense, useEffect, useRef, useState } from "react"
import styles from "./code-editor.module.css"
import type { CodeMirrorProps } from "./code-mirror.tsx"

const CodeMirror = lazy(() => import("./code-mirror.tsx"))

/**
 * A real editor, mounted when it comes near the view; until then its text stands there, as high as it will be. Without a
 * border: what it lies in has one.
 */
export function CodeEditor(props: CodeMirrorProps & { minLines?: number }) {
  const { minLines = 3, ...editor } = props
  const place = useRef<HTMLDivElement>(null)
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), {
      rootMargin: "300px",
    })
    observer.observe(place.current as HTMLDivElement)
    return () => observer.disconnect()
  }, [])
  const plain = <pre className={styles.plain}>{props.text || " "}</pre>
  return (
    <div ref={place} className={styles.editor} style={{ minHeight: `${minLines * 1.55 * 12.5 + 12}px` }}>
      {isNear ? (
        <Suspense fallback={plain}>
          <CodeMirror {...editor} />
        </Suspense>
      ) : (
        plain
      )}
    </div>
  )
}
