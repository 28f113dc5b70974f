export type { AskHandler, Caller } from "./answer-question.ts"
export { type ConnectionClass, connectionClass } from "./connection-class.ts"
export { type InspectOptions, inspectTools, type ToolQuestion } from "./inspect-tools.ts"
export { pythonFiles } from "./python-files.ts"
export { openPythonPool, PythonPool, type PythonPoolOptions } from "./python-pool.ts"
export { checkRuntime, installedPackages, type RuntimeCheck } from "./runtime/check-runtime.ts"
export type { Progress, Runtime, RuntimeRecord } from "./runtime/runtime.ts"
export {
  brokenRuntimes,
  type CreateOptions,
  createRuntime,
  deleteRuntime,
  listRuntimes,
  type ResolveOptions,
  resolveRuntime,
  showRuntime,
  updateRuntime,
} from "./runtime/runtimes.ts"
