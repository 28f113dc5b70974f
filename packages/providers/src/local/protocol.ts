import type { ChatMessage, Usage } from "@internal/schema"

/** What the model's process is told, and what it answers: one JSON message each over its IPC channel. */
export interface LoadMessage {
  type: "load"
  /** The `node_modules` folder that holds node-llama-cpp. */
  modules: string
  model: string
  /** Tokens; less if the model was trained on less. */
  contextSize: number
}
export interface RunMessage {
  type: "run"
  id: number
  job: Job
}
export interface CancelMessage {
  type: "cancel"
  id: number
}
export type ToProcess = LoadMessage | RunMessage | CancelMessage

export type Job =
  | { api: "chat"; messages: ChatMessage[]; parameters: Record<string, unknown> }
  | { api: "completion"; prompt: string; parameters: Record<string, unknown> }
  | { api: "embedding"; input: string[] }

export interface JobEnd {
  finishReason: "stop" | "length"
  usage: Usage
  logprobs?: unknown
}
/** Becomes a `ModelFailure`. */
export interface JobFailure {
  class: string
  status?: number
  errorCode?: string
  detail: string
}
export type FromProcess =
  | { type: "ready" }
  | { type: "load-error"; detail: string }
  | { type: "text"; id: number; text: string }
  | { type: "end"; id: number; end: JobEnd }
  | { type: "embedding"; id: number; vectors: number[][]; tokens: number }
  | { type: "error"; id: number; failure: JobFailure }

/** Thrown inside the model's process for a request that it cannot serve. */
export class JobError extends Error {
  readonly failure: JobFailure
  constructor(detail: string, failure: Partial<JobFailure> = { class: "BadRequestError", status: 400 }) {
    super(detail)
    this.name = "JobError"
    this.failure = { class: "BadRequestError", ...failure, detail }
  }
}
