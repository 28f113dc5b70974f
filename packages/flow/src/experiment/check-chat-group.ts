import { MillraceError } from "@internal/schema"
import type { ExperimentChatGroup } from "./experiment.ts"
import { experimentReference } from "./experiment-reference.ts"

/** What is wrong with a group before anybody talks (spec 8.5). */
export function checkChatGroup(node: ExperimentChatGroup): void {
  const { name, roles, max_turns: turns } = node
  if (roles.length < 2) throw new MillraceError("CHAT_GROUP_ROLES", { node: name, count: roles.length })
  const bounded = node.max_tokens !== undefined || node.max_time !== undefined
  if (turns === undefined ? !bounded : turns < 1) {
    throw new MillraceError("CHAT_GROUP_TURNS", { node: name, turns: turns ?? "not given" })
  }
  for (const { role, inputs } of roles) {
    const hears = [...inputs.values()].some((value) => experimentReference(value)?.kind === "history")
    if (!hears) throw new MillraceError("CHAT_GROUP_HISTORY", { node: name, role })
  }
}
