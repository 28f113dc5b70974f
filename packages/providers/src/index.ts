export { entraToken } from "./azure-openai/entra-token.ts"
export { estimateTokens } from "./estimate-tokens.ts"
export type { Environment } from "./http/certificates.ts"
export type { DeadlineLimits } from "./http/deadline.ts"
export { type OutgoingHttp, outgoingHttp } from "./http/dispatcher.ts"
export { exchange, type HttpAnswer, type HttpRequest } from "./http/exchange.ts"
export { fetchPublic } from "./http/fetch-public.ts"
export { type LocalOptions, localModels } from "./local/local-models.ts"
export { addModel, deleteModel, type LocalModel, listModels, modelHash } from "./local/model-library.ts"
export { ensureEngine, type PullOptions, type PullProgress, pullModel } from "./local/pull-model.ts"
export { type LocalSource, type OpenOptions, openModel } from "./open-model.ts"
export {
  type ForeignCall,
  type ForeignOutcome,
  readForeignCall,
  recordForeignCall,
  replayForeignCall,
} from "./replay/foreign-call.ts"
export { type ForeignAnswer, Recordings } from "./replay/recordings.ts"
export { type ReplayOptions, recordModel, replayModel } from "./replay/replay.ts"
export type { Scrub } from "./wire/failure.ts"
export { foreignEndpoint, foreignModel } from "./wire/model-endpoint.ts"
export { rateLimits } from "./wire/rate-limits.ts"
