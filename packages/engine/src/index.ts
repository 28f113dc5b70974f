export { systemClock } from "./clock.ts"
export { executeNode, type NodeInputs, type NodeOutcome } from "./execute-node.ts"
export { type ExecuteOptions, executeRun, type RunOutcome } from "./execute-run.ts"
export type { LineInput, LineOutcome } from "./run-line.ts"
