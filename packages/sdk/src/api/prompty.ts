/** How `millrace.prompty` loads a file. Everything here lies over the front matter; mappings are merged at every depth. */
export interface PromptyOptions {
  model?: {
    api?: "chat" | "completion"
    /** `type`, `azure_deployment` or `model`, credentials; or `connection`, the name of a stored one. */
    configuration?: Record<string, unknown>
    parameters?: Record<string, unknown>
    response?: "first" | "all"
  }
  /** Other fields of the front matter: `inputs`, `outputs`, `sample`… */
  fields?: Record<string, unknown>
  /** Asked instead of the prompty's own configuration; `local_model` needs no key. */
  connection?: string
  /** What `${env:…}` means, and where credentials come from that are not written. Default: the Millrace's own. */
  env?: Record<string, string | undefined>
  /** Folders of model recordings. */
  record?: string
  replay?: string
}

export interface PromptyCallOptions {
  signal?: AbortSignal
  /** Seconds for one attempt. */
  timeout?: number
}

/** A prompty as functions. Inputs that are absent take their default; without any, the sample is used. */
export interface Prompty {
  readonly name: string
  /** Names of the inputs in order; required ones have no default. */
  readonly inputs: readonly { name: string; default?: unknown }[]
  /**
   * What the model said: text, an object where the prompty asks for JSON, the message where the model calls tools, the
   * API's response with `response: all`. A stream is awaited to its end. Fails with a MillraceError.
   */
  call<Answer = unknown>(inputs?: Record<string, unknown>, options?: PromptyCallOptions): Promise<Answer>
  /** The same as it arrives, of a prompty with `stream: true`; any other gives its answer as the only part. */
  stream(inputs?: Record<string, unknown>, options?: PromptyCallOptions): AsyncIterable<unknown>
  /** The prompt that would be sent: messages as the original prints them, or the text of a completion. */
  render(inputs?: Record<string, unknown>): Promise<string>
  estimateTokenCount(inputs?: Record<string, unknown>): Promise<number>
}
