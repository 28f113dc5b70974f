import type { FlowSummary } from "@internal/schema/studio"

export const TYPE_NAMES: Readonly<Record<FlowSummary["type"], string>> = {
  standard: "Standard",
  chat: "Chat",
  evaluation: "Evaluation",
}

export const KIND_NAMES: Readonly<Record<FlowSummary["kind"], string>> = {
  dag: "DAG",
  flex: "Flex",
  prompty: "Prompty",
}
