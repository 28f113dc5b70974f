import { type ErrorEntry, user } from "./error-entry.ts"

/** Conversations with a chat flow (spec 1.6). */
export const CHAT_ERRORS = {
  CHAT_FLOW_REQUIRED: user("Only support chat flow in interactive mode, {reason}.", [], {
    hint: "A chat flow has one input with is_chat_input, one output with is_chat_output, and chat_history.",
  }),
  CHAT_TURN_FAILED: user("{reason}", []),
  CHAT_BUSY: user("The last turn of this chat is not over.", []),
} as const satisfies Record<string, ErrorEntry>
