import type { ApiCall } from "@internal/schema"
import { useState } from "react"
import { Badge } from "../ui/badge.tsx"
import { CodeBlock } from "../ui/code-block.tsx"
import { ErrorView } from "../ui/error-view.tsx"
import { formatNumber } from "../ui/format.ts"
import { JsonTree } from "../ui/json-tree.tsx"
import { Markdown } from "../ui/markdown.tsx"
import { RadioGroup } from "../ui/radio-group.tsx"
import { Tabs } from "../ui/tabs.tsx"
import { ValueView } from "../ui/value-view.tsx"
import styles from "./call-detail.module.css"
import {
  type ChatMessage,
  conversationOf,
  embeddingsOf,
  parametersOf,
  retrievalOf,
  templateOf,
  toolsOf,
} from "./spans.ts"

const LABELS = {
  conversation: "Conversation",
  vectors: "Embeddings",
  documents: "Documents",
  values: "Input and output",
  template: "Prompt template",
  tools: "Tools",
  parameters: "Parameters",
  exception: "Exception",
  raw: "Raw JSON",
} as const
type Shown = keyof typeof LABELS

/** One call of a node: of a model with its messages, of an index with its documents, of any function with its values. */
export function CallDetail({ call }: { call: ApiCall }) {
  const [chosen, choose] = useState<Shown>()
  const messages = conversationOf(call)
  const embedded = embeddingsOf(call)
  const retrieval = retrievalOf(call)
  const template = templateOf(call)
  const tools = toolsOf(call)
  const parameters = parametersOf(call)
  const there: Record<Shown, boolean> = {
    conversation: messages.length > 0,
    vectors: embedded.length > 0,
    documents: retrieval !== undefined,
    values: true,
    template: template !== undefined,
    tools: tools.length > 0,
    parameters: Object.keys(parameters).length > 0,
    exception: call.error != null,
    raw: true,
  }
  const counts: Partial<Record<Shown, number>> = {
    vectors: embedded.length,
    documents: retrieval?.documents.length ?? 0,
    tools: tools.length,
    exception: 1,
  }
  const list = (Object.keys(LABELS) as Shown[]).filter((one) => there[one])
  const first = call.error == null ? list[0] : "exception"
  const now = chosen !== undefined && there[chosen] ? chosen : (first ?? "values")
  return (
    <Tabs
      label={`Call of ${call.name}`}
      size="small"
      value={now}
      onChange={choose}
      tabs={list.map((value) => ({
        value,
        label: LABELS[value],
        ...(counts[value] !== undefined && { count: counts[value] }),
      }))}
    >
      <div className={styles.panel}>
        {now === "conversation" && <Conversation messages={messages} />}
        {now === "vectors" &&
          embedded.map(({ text, vector }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: texts come in their order
            <section key={at} className={styles.part} aria-label={`Embedding ${at + 1}`}>
              <ValueView value={text} label="Text" />
              {vector.length === 0 ? (
                <p className={styles.muted}>Its vector was not kept as numbers.</p>
              ) : (
                <>
                  <p className={styles.muted}>{`A vector of ${formatNumber(vector.length)} numbers`}</p>
                  <CodeBlock label={`Vector ${at + 1}`} text={`[${vector.join(", ")}]`} wrap lines={6} />
                </>
              )}
            </section>
          ))}
        {now === "documents" && retrieval && (
          <>
            <section className={styles.part} aria-label="Query">
              <Badge>query</Badge>
              <ValueView value={retrieval.query} label="Query" />
            </section>
            {retrieval.documents.map(({ id, content, score }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: documents come in their order
              <section key={at} className={styles.part} aria-label={`Document ${id}`}>
                <span className={styles.marks}>
                  <Badge tone="accent">{id}</Badge>
                  {score === undefined ? null : <span>score {formatNumber(score, 4)}</span>}
                </span>
                <ValueView value={content} label={`Document ${id}`} />
              </section>
            ))}
          </>
        )}
        {now === "values" && (
          <>
            <section className={styles.part} aria-label="Input">
              <h4 className={styles.head}>Input</h4>
              <JsonTree value={call.inputs ?? null} label="Input" depth={2} />
            </section>
            <section className={styles.part} aria-label="Output">
              <h4 className={styles.head}>Output</h4>
              <ValueView value={call.output} label="Output" />
            </section>
          </>
        )}
        {now === "template" && template && <Template {...template} />}
        {now === "tools" && <JsonTree value={tools} label="Tools" depth={4} />}
        {now === "parameters" && <JsonTree value={parameters} label="Parameters" depth={2} />}
        {now === "exception" && call.error && (
          <ErrorView title={call.error.type} error={{ message: call.error.message }} />
        )}
        {now === "raw" && <CodeBlock label="Raw JSON" text={JSON.stringify(call, null, 2)} lines={60} />}
      </div>
    </Tabs>
  )
}

/** A prompt before it was filled in, and what it was filled with. */
export function Template({ template, variables }: { template: string; variables: Record<string, unknown> }) {
  return (
    <div className={styles.panel}>
      <CodeBlock label="Prompt template" text={template} wrap />
      {Object.keys(variables).length > 0 ? (
        <section className={styles.part} aria-label="Variables">
          <h4 className={styles.head}>Variables</h4>
          <JsonTree value={variables} label="Variables" depth={2} />
        </section>
      ) : null}
    </div>
  )
}

const LOOKS = [
  { value: "preview", label: "Preview" },
  { value: "raw", label: "Raw" },
] as const

function Conversation({ messages }: { messages: readonly ChatMessage[] }) {
  const [look, setLook] = useState<"preview" | "raw">("preview")
  return (
    <>
      <RadioGroup
        label="How texts are shown"
        hideLabel
        look="segments"
        value={look}
        onChange={setLook}
        options={LOOKS}
      />
      {messages.map((message, at) => (
        <section
          // biome-ignore lint/suspicious/noArrayIndexKey: messages come in their order
          key={at}
          className={styles.message}
          data-generated={message.generated || undefined}
          aria-label={`Message of ${message.role}`}
        >
          <span className={styles.marks}>
            <Badge tone={message.generated ? "accent" : "neutral"}>{message.role}</Badge>
            {message.generated ? <span className={styles.muted}>generated</span> : null}
          </span>
          <Content content={message.content} look={look} role={message.role} />
          {message.toolCalls === undefined ? null : (
            <JsonTree value={message.toolCalls} label="Tool calls" depth={4} />
          )}
        </section>
      ))}
    </>
  )
}

function Content({ content, look, role }: { content: unknown; look: "preview" | "raw"; role: string }) {
  if (content === "") return null
  if (typeof content === "string" && look === "preview") return <Markdown text={content} />
  if (Array.isArray(content) && look === "preview")
    return content.map((part, at) => {
      const text = (part as { text?: unknown } | null)?.text
      return typeof text === "string" ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts come in their order
        <Markdown key={at} text={text} />
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts come in their order
        <ValueView key={at} value={part} label={`Part of ${role}`} />
      )
    })
  return <ValueView value={content} label={`Message of ${role}`} code />
}
