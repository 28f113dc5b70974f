import { z } from "zod"
import { connectionFile, flowFile, runFile } from "./index.ts"

const FILES = { flow: flowFile, run: runFile, connection: connectionFile }

/** JSON Schemas of the files that people write, by file name, for editors. */
export function jsonSchemas(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(FILES).map(([name, shape]) => {
      return [`${name}.schema.json`, z.toJSONSchema(shape, { target: "draft-7", io: "input" })]
    }),
  )
}
