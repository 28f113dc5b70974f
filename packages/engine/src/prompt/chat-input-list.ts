import { type PyObject, repr, str } from "@internal/value"

/** A list handed to a chat template: it prints one item a line (spec 5.2). */
export class ChatInputList extends Array<unknown> implements PyObject {
  // Derived arrays (map, filter) are plain lists: only the template's own input prints this way.
  static override get [Symbol.species](): ArrayConstructor {
    return Array
  }

  constructor(items: readonly unknown[]) {
    super()
    for (const item of items) this.push(item)
  }

  get pyType(): string {
    return "ChatInputList"
  }

  pyRepr(): string {
    return `[${Array.from(this, repr).join(", ")}]`
  }

  pyStr(): string {
    return Array.from(this, str).join("\n")
  }
}
