import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Sampling, Token, Weigh, Weighed } from "../src/local/engine-types.ts"

/**
 * An engine with the face of node-llama-cpp that needs no weights: its tokens are characters, its probabilities how often
 * a character followed the one before it in the text so far. What it writes is what the prompt tells it:
 * `say:TEXT`, `evaluated` (how many tokens it had to read since it was last asked), `wait` (never ends), `crash`.
 */

let evaluated = 0

class ScriptedSequence {
  state: Token[] = []

  get nextTokenIndex(): number {
    return this.state.length
  }

  async adaptStateToTokens(tokens: Token[]): Promise<void> {
    let same = 0
    while (same < this.state.length && this.state[same] === tokens[same]) same++
    this.state.length = same
  }

  async evaluateWithoutGeneratingNewTokens(tokens: Token[]): Promise<void> {
    this.#read(tokens)
  }

  async *evaluateWithMetadata(tokens: Token[], _: unknown, options: Sampling) {
    this.#read(tokens)
    const asked = text(this.state)
    const order = /(say:|evaluated|wait|crash)([^<]*)</g
    const [, what, rest] = [...asked.matchAll(order)].at(-1) ?? []
    if (what === "crash") process.kill(process.pid, "SIGSEGV")
    const answer = what === "evaluated" ? String(evaluated) : (rest ?? "")
    if (what === "evaluated") evaluated = 0
    for (const token of codes(answer)) {
      const probabilities = new Map([[token, 0.75]])
      this.#read([token])
      yield { token, probabilities }
    }
    while (what === "wait") {
      await new Promise((resolve) => setTimeout(resolve, 5))
      yield { token: codes(options.temperature === 0 ? "." : "?")[0] as Token }
    }
  }

  async controlledEvaluate(input: [Token, { generateNext: Weigh }][]): Promise<{ next: Weighed }[]> {
    return input.map(([token, { generateNext }]) => {
      this.#read([token])
      const counts = new Map<Token, number>()
      for (let i = 1; i < this.state.length; i++) {
        const next = this.state[i] as Token
        if (this.state[i - 1] === token) counts.set(next, (counts.get(next) ?? 0) + 1)
      }
      const weight = (t: Token): number => 0.01 + (counts.get(t) ?? 0)
      const most = Math.max(0.01, ...[...counts.keys()].map(weight))
      const total = [...counts.keys()].reduce((sum, t) => sum + weight(t), 1) / most
      const shown = [
        ...generateNext.logits.filter.tokens,
        ...[...counts]
          .sort((a, b) => b[1] - a[1])
          .slice(0, 1)
          .map(([t]) => t),
      ]
      return {
        next: { logits: new Map(shown.map((t) => [t, Math.log(weight(t))])), totalLogitWeight: total },
      }
    })
  }

  #read(tokens: Token[]): void {
    evaluated += tokens.length
    this.state.push(...tokens)
  }
}

export class LlamaGrammarEvaluationState {}
export class TokenBias {
  set(): this {
    return this
  }
}

export async function getLlama() {
  return {
    cpuMathCores: 1,
    createGrammarForJsonSchema: async (schema: { type?: string }) => {
      if (schema.type === "impossible") throw new Error("unknown type")
      return {}
    },
    createGrammar: async () => ({}),
    getGrammarFor: async () => ({}),
    loadModel: async ({ modelPath }: { modelPath: string }) => {
      if (modelPath.includes("broken")) throw new Error("not a model")
      return {
        tokenizer: {},
        trainContextSize: 2048,
        fileInfo: { metadata: { tokenizer: { chat_template: "scripted" } } },
        tokens: { bosString: null, eosString: "", bos: null, shouldPrependBosToken: false },
        tokenize: codes,
        detokenize: text,
        createContext: async ({ contextSize }: { contextSize: number }) => ({
          contextSize,
          getSequence: () => new ScriptedSequence(),
        }),
        createEmbeddingContext: async () => ({
          getEmbeddingFor: async (input: Token[]) => ({ vector: [input.length, input[0]] }),
        }),
      }
    },
  }
}

/** Stands for @huggingface/jinja. */
export class Template {
  render({ messages }: { messages: { role: string; content: string }[] }): string {
    if (messages.some(({ role }) => role === "nobody")) throw new Error("nobody is no role")
    return `${messages.map(({ role, content }) => `<${role}>${content}`).join("")}<assistant>`
  }
}

/** Lays the engine out as npm would, and answers the folder. */
export async function installScriptedEngine(home: string): Promise<string> {
  const modules = join(home, "scripted")
  for (const file of ["node-llama-cpp/dist/index.js", "@huggingface/jinja/dist/index.js"]) {
    const path = join(modules, file)
    await mkdir(join(path, ".."), { recursive: true })
    await writeFile(join(path, "../package.json"), '{ "type": "module" }')
    await writeFile(path, `export * from ${JSON.stringify(import.meta.url)}\n`)
  }
  return modules
}

function codes(text: string): Token[] {
  return Array.from(text, (character) => character.codePointAt(0) as number)
}

function text(tokens: readonly Token[]): string {
  return tokens.map((token) => String.fromCodePoint(token)).join("")
}
