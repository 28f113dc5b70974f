import { call } from "../api/call.ts"
import type { FileAccess } from "./file-access.ts"

/** Files of the opened folder, by the server. */
export const serverFiles: FileAccess = {
  read: (path) => call("files.read", { query: { path } }),
  readAll: (paths) => call("files.readAll", { body: { paths: [...paths] } }),
  write: (path, text, base) => call("files.write", { body: { path, text, base } }),
  remove: async (path) => void (await call("files.delete", { query: { path } })),
  move: async (path, to) => void (await call("files.rename", { body: { path, to } })),
}
