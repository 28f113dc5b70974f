import { apiError, ROUTES, type Route } from "@internal/schema/studio"
import { z } from "zod"

/** The interface as an OpenAPI 3.1 document, made from the table of routes. */
export function openapi(version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [name, route] of Object.entries(ROUTES) as [string, Route][]) {
    const at = `/api${route.at.replaceAll(/:(\w+)/g, "{$1}")}`
    paths[at] = { ...paths[at], [route.method.toLowerCase()]: operation(name, route) }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Millrace studio",
      version,
      description: "What the studio's page asks its server, on this machine alone.",
    },
    components: {
      securitySchemes: { session: { type: "http", scheme: "bearer" } },
      schemas: { Error: schema(apiError) },
    },
    security: [{ session: [] }],
    paths,
  }
}

function operation(name: string, route: Route): object {
  const query = route.query ? schema(route.query) : { properties: {}, required: [] }
  const inPath = [...route.at.matchAll(/:(\w+)/g)].map(([, part]) => part)
  const parameters = Object.entries((query.properties ?? {}) as Record<string, object>).map(([key, of]) => ({
    name: key,
    in: inPath.includes(key) ? "path" : "query",
    required: inPath.includes(key) || ((query.required ?? []) as string[]).includes(key),
    schema: of,
  }))
  const content = route.upload
    ? { "application/octet-stream": {} }
    : route.body && { "application/json": { schema: schema(route.body) } }
  const error = {
    description: "What went wrong.",
    content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
  }
  return {
    operationId: name,
    summary: route.summary,
    parameters,
    ...(content && { requestBody: { required: true, content } }),
    responses: { 200: { description: "Done.", content: answer(route) }, default: error },
    ...(name === "session.open" && { security: [] }),
  }
}

function answer({ answer: form }: Route): object {
  if (form === "file") return { "application/octet-stream": {} }
  if (form === "lines") return { "application/x-ndjson": {} }
  return { "application/json": { schema: schema(form) } }
}

function schema(type: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(type, { io: "input", unrepresentable: "any" })
}
