import type { FlowSummary } from "@internal/schema/studio"

export const TYPE_NAMES: Readonly<Record<FlowSummary["type"], string>> = {
  standard: "Standard",
  chat: "Chat",
  evaluation: "Evaluation",
}

/** Kinds of nodes; another one is called as the file calls it. */
export const NODE_KINDS: Readonly<Record<string, string>> = {
  llm: "LLM",
  prompt: "Prompt",
  python: "Python",
  javascript: "JavaScript",
  typescript: "TypeScript",
  custom_llm: "Custom LLM",
  tool: "Tool",
}

export const KIND_NAMES: Readonly<Record<FlowSummary["kind"], string>> = {
  dag: "DAG",
  flex: "Flex",
  prompty: "Prompty",
}
