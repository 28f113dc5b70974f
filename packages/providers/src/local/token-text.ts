import type { LlamaModel, Token } from "./engine-types.ts"

/** Text of tokens as they come. A character whose bytes are spread over several tokens appears with the last of them. */
export class TokenText {
  readonly #model: LlamaModel
  #shown: Token[] = []
  #pending: Token[] = []

  constructor(model: LlamaModel) {
    this.#model = model
  }

  push(token: Token): string {
    this.#pending.push(token)
    const text = this.#model.detokenize(this.#pending, false, this.#shown)
    // Four bytes are the longest character; a replacement character that stays is the model's own.
    if (text.endsWith("\uFFFD") && this.#pending.length < 4) return ""
    this.#shown = this.#pending.slice(-4)
    this.#pending = []
    return text
  }
}
