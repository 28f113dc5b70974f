export { type AggregateResult, AggregationInputs, aggregate } from "./aggregate.ts"
export { answerTool } from "./builtin-tools.ts"
export { systemClock } from "./clock.ts"
export { type EndedLine, endedOutcome, withImagesAgain } from "./ended-line.ts"
export { executeNode, type NodeOutcome } from "./execute-node.ts"
export { type EarlierRun, type ExecuteOptions, executeRun, type RunOutcome } from "./execute-run.ts"
export { AdaptiveLimiter, unlimited, type Watcher } from "./limiter/adaptive-limiter.ts"
export type { Asker } from "./limiter/fair-queue.ts"
export type { LimitBoard, Member } from "./limiter/shared-limits.ts"
export type { LineInput, LineOutcome, OutputFeed } from "./line/line-context.ts"
export { guessMime } from "./media/image-mime.ts"
export { loadNested } from "./media/load-media.ts"
export { imageDict, type MessageFormat, mapImagePaths, textDict } from "./media/media-forms.ts"
export { mapMediaJson } from "./media/media-values.ts"
export { openEntry } from "./nodes/entry-node.ts"
export { openProviders } from "./nodes/open-providers.ts"
export { withOwnName } from "./own-name.ts"
export { PreparedPlan } from "./prepare.ts"
export {
  callPrompty,
  type PromptyCall,
  type PromptyResult,
  renderPrompty,
  startPrompty,
} from "./prompty/call-prompty.ts"
export type { PromptyHost } from "./prompty/prompty-host.ts"
export { type Prompt, shownPrompt } from "./prompty/prompty-prompt.ts"
export { endpointOf, withoutAddresses } from "./reuse/node-key.ts"
