/**
 * The part of node-llama-cpp 3.22 that we use. The package is fetched into the user's cache at first use and is never a
 * dependency of ours, so its own types are not there to import.
 */
export type Token = number

export interface EngineModule {
  getLlama(options: { build: "never"; gpu: false; logLevel: "error"; maxThreads?: number }): Promise<Llama>
  LlamaGrammarEvaluationState: new (options: { model: LlamaModel; grammar: Grammar }) => GrammarState
  TokenBias: new (tokenizer: unknown) => Bias
}
export interface Llama {
  readonly cpuMathCores: number
  loadModel(options: { modelPath: string }): Promise<LlamaModel>
  createGrammarForJsonSchema(schema: unknown): Promise<Grammar>
  createGrammar(options: { grammar: string }): Promise<Grammar>
  getGrammarFor(type: "json"): Promise<Grammar>
}
/** Opaque: only handed back to the engine. */
export type Grammar = object
export type GrammarState = object
export interface Bias {
  set(input: Token, bias: { logit: number }): Bias
}
export interface LlamaModel {
  readonly tokenizer: unknown
  readonly trainContextSize: number
  readonly fileInfo: { metadata: { tokenizer?: { chat_template?: string } } }
  readonly tokens: {
    bosString: string | null
    eosString: string | null
    bos: Token | null
    shouldPrependBosToken: boolean
  }
  tokenize(text: string, specialTokens?: boolean): Token[]
  detokenize(tokens: readonly Token[], specialTokens?: boolean, lastTokens?: readonly Token[]): string
  createContext(options: { contextSize: number; sequences: 1; threads: number }): Promise<LlamaContext>
  createEmbeddingContext(options: { contextSize: number }): Promise<EmbeddingContext>
}
export interface EmbeddingContext {
  getEmbeddingFor(input: Token[]): Promise<{ vector: readonly number[] }>
}
export interface LlamaContext {
  readonly contextSize: number
  getSequence(): Sequence
}
export interface Sampling {
  temperature: number
  topP: number
  topK: number
  minP: number
  seed?: number
  grammarEvaluationState?: GrammarState
  tokenBias?: Bias
  repeatPenalty?: {
    punishTokens: () => Token[]
    penalty: number
    frequencyPenalty: number
    presencePenalty: number
  }
}
export interface Sequence {
  readonly nextTokenIndex: number
  adaptStateToTokens(tokens: Token[], allowShift: boolean): Promise<void>
  evaluateWithoutGeneratingNewTokens(tokens: Token[]): Promise<void>
  evaluateWithMetadata(
    tokens: Token[],
    metadata: { probabilities: boolean },
    options: Sampling,
  ): AsyncGenerator<{ token: Token; probabilities?: Map<Token, number> }>
  controlledEvaluate(input: [Token, { generateNext: Weigh }][]): Promise<({ next: Weighed } | undefined)[]>
}
/** Asks for the logits of some tokens and of the likeliest (`includeMax` is broken in 3.22.1), and for what turns them into probabilities. */
export interface Weigh {
  logits: { filter: { tokens: Token[]; includeTop: 1 } }
  totalLogitWeight: true
  options: Partial<Sampling>
}
export interface Weighed {
  logits?: Map<Token, number>
  /** Sum of `exp(logit - greatest logit)` over the vocabulary. */
  totalLogitWeight?: number
}
/** Of @huggingface/jinja, which node-llama-cpp brings along. */
export interface TemplateModule {
  Template: new (source: string) => { render(values: Record<string, unknown>): string }
}
