import type { PyObject, Value } from "@internal/value"
import { repr, str } from "@internal/value"

/** A list in a chat prompt of Azure OpenAI or of a package tool: prints its items one a line (spec 5.2, ChatInputList). */
export class ChatList extends Array<unknown> implements PyObject {
  readonly pyType = "ChatInputList"
  pyRepr(): string {
    return repr([...this])
  }
  pyStr(): string {
    return Array.from(this, (item) => str(item)).join("\n")
  }
  /** `map` and the like answer plain lists. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }
}

/** The value with every list in it printing one item a line. */
export function withChatLists(value: unknown): unknown {
  if (Array.isArray(value)) return ChatList.from(value, withChatLists)
  if (value instanceof Map)
    return new Map(Array.from(value as Map<string, Value>, ([k, v]) => [k, withChatLists(v)]))
  return value
}
