import { conversationRoutes } from "./conversation-routes.ts"
import { executionRoutes } from "./execution-routes.ts"
import { experimentRoutes } from "./experiment-routes.ts"
import { fileRoutes } from "./file-routes.ts"
import { flowRoutes } from "./flow-routes.ts"
import type { AnswerOf, AskedBody, AskedQuery, BodyOf, QueryOf } from "./route.ts"
import { runRoutes } from "./run-routes.ts"
import { settingRoutes } from "./setting-routes.ts"

/** Everything that the page can ask the server. */
export const ROUTES = {
  ...settingRoutes,
  ...flowRoutes,
  ...fileRoutes,
  ...executionRoutes,
  ...conversationRoutes,
  ...experimentRoutes,
  ...runRoutes,
} as const

export type Operation = keyof typeof ROUTES
export type Query<O extends Operation> = QueryOf<(typeof ROUTES)[O]>
export type Body<O extends Operation> = BodyOf<(typeof ROUTES)[O]>
export type Answer<O extends Operation> = AnswerOf<(typeof ROUTES)[O]>
export type Asked<O extends Operation> = {
  query: AskedQuery<(typeof ROUTES)[O]>
  body: AskedBody<(typeof ROUTES)[O]>
}

export { type ApiError, apiError } from "./answers.ts"
export type { ConversationSummary } from "./conversation-routes.ts"
export {
  type FlowTest,
  type StudioEvent,
  studioEvent,
  type TestRequest,
  workEnd,
} from "./execution-routes.ts"
export type { ExperimentTemplate } from "./experiment-routes.ts"
export type { FileEntry } from "./file-routes.ts"
export type { DeletedFlow, FlowDiagnostic, FlowSummary, FlowView } from "./flow-routes.ts"
export type { Route } from "./route.ts"
export type { RunRequest, StudioLine, StudioRun } from "./run-routes.ts"
export type { ConnectionSpec, GallerySample, StudioConnection, StudioRuntime } from "./setting-routes.ts"
export { type DescribedToolJson, describedToolJson, readDescribedTool } from "./tool-signatures.ts"
