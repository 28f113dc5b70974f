import ReactMarkdown from "react-markdown"
import gfm from "remark-gfm"
import { CodeBlock } from "./code-block.tsx"
import styles from "./markdown.module.css"
import type { MarkdownProps } from "./markdown.tsx"

/** Tables, task lists, struck text. */
const PLUGINS = [gfm]

export default function MarkdownParsed({ text, imageAddress }: MarkdownProps) {
  return (
    <ReactMarkdown
      remarkPlugins={PLUGINS}
      components={{
        a: ({ href, children }) => (
          <a href={href} target="_blank" rel="noreferrer noopener">
            {children}
          </a>
        ),
        img: ({ src, alt }) => {
          const address = typeof src === "string" ? (imageAddress?.(src) ?? null) : null
          return address ? <img src={address} alt={alt ?? ""} /> : <span>[{alt || "picture"}]</span>
        },
        table: ({ children }) => (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide one is scrolled by keys
          <div className={styles.wide} tabIndex={0}>
            <table>{children}</table>
          </div>
        ),
        pre: ({ children }) => <Code text={textOf(children).replace(/\n$/, "")} />,
        // headings of a text stand below those of the page
        h1: ({ children }) => <h3>{children}</h3>,
        h2: ({ children }) => <h3>{children}</h3>,
        h3: ({ children }) => <h4>{children}</h4>,
      }}
    >
      {text}
    </ReactMarkdown>
  )
}

/** Each block is a place of its own for those who hear the page: it is called by how it begins. */
function Code({ text }: { text: string }) {
  const [begin = ""] = text.trim().split("\n", 1)
  return <CodeBlock text={text} label={`Code: ${begin.slice(0, 60)}`} />
}

/** The text of what React draws. */
function textOf(node: unknown): string {
  if (typeof node === "string" || typeof node === "number") return String(node)
  if (Array.isArray(node)) return node.map(textOf).join("")
  if (typeof node === "object" && node !== null && "props" in node)
    return textOf((node as { props: { children?: unknown } }).props.children)
  return ""
}
