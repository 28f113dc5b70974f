export { openPythonPool, PythonPool, type PythonPoolOptions } from "./python-pool.ts"
export { type AskHandler, callsOf } from "./worker.ts"
