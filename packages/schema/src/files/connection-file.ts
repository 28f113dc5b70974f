import { z } from "zod"
import { CONNECTION_KINDS, type ConnectionField, type ConnectionKind } from "../connection.ts"

const texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
const common = {
  $schema: z.string().optional(),
  name: z.string().describe("Name that flows refer to."),
  module: z.string().optional(),
}

/** A connection file, one shape per `type` (spec 7.1), made from the table of kinds. */
export const connectionFile = z
  .discriminatedUnion("type", [
    z.looseObject({
      ...common,
      type: z.literal("custom"),
      custom_type: z.string().describe("Class of a strongly typed connection.").optional(),
      configs: texts.describe("Values that may be shown.").optional(),
      secrets: texts.describe("Values that are encrypted and never shown; at least one."),
    }),
    ...CONNECTION_KINDS.filter((kind) => kind.yaml !== "custom").map(shapeOf),
  ])
  .describe("Keys and addresses of a service, stored encrypted.")

function shapeOf(kind: ConnectionKind) {
  const fields = kind.fields.map((field) => [field.name, fieldShape(field)] as const)
  return z.looseObject({ ...common, type: z.literal(kind.yaml), ...Object.fromEntries(fields) })
}

function fieldShape(field: ConnectionField) {
  const secret = field.secret ? " A secret: <user-input> asks for it." : ""
  const fallback = field.default === undefined ? "" : ` Default: ${field.default}.`
  const shape = z
    .string()
    .nullable()
    .describe(`${field.name.replaceAll("_", " ")}.${secret}${fallback}`)
  return field.required ? shape : shape.optional()
}
