export { connectionFile } from "./connection-file.ts"
export { flowFile } from "./flow-file.ts"
export { runFile } from "./run-file.ts"
