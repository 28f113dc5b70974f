import { ROUTES, type Route } from "@internal/schema/studio"
import { expect, test } from "vitest"
import { openapi } from "./openapi.ts"

interface Parameter {
  name: string
  in: string
  required: boolean
  schema: object
}
interface Operation {
  operationId: string
  summary: string
  parameters: Parameter[]
  requestBody?: { content: Record<string, object> }
  responses: Record<string, { description: string; content?: Record<string, object> }>
  security?: object[]
}
interface Document {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
}
const written = JSON.stringify(openapi("1.2.3"))
const document = JSON.parse(written) as Document
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

test("it is OpenAPI 3.1, and every operation is there once", () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/)
  expect(document.info).toMatchObject({ title: expect.any(String), version: "1.2.3" })
  const expected = (Object.entries(ROUTES) as [string, Route][]).map(
    ([name, { method, at }]) => `${name} ${method} /api${at.replaceAll(/:(\w+)/g, "{$1}")}`,
  )
  const there = operations.map(
    ({ path, method, operation }) => `${operation.operationId} ${method.toUpperCase()} ${path}`,
  )
  expect(there.toSorted()).toEqual(expected.toSorted())
})

test.each(
  operations.map(({ path, method, operation }) => [operation.operationId, path, method, operation] as const),
)(
  "%s is described as OpenAPI wants it",
  (_, path, method, { parameters, requestBody, responses, summary }) => {
    expect(summary.length).toBeGreaterThan(3)
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(parameters.filter((one) => one.in === "path").map(({ name }) => name)).toEqual(inPath)
    for (const parameter of parameters) {
      expect(["path", "query"]).toContain(parameter.in)
      if (parameter.in === "path") expect(parameter.required).toBe(true)
      expect(parameter.schema).toBeTypeOf("object")
    }
    expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length)
    if (method === "get") expect(requestBody).toBeUndefined()
    if (requestBody) expect(Object.keys(requestBody.content)).toHaveLength(1)
    for (const answer of Object.values(responses)) expect(answer.description.length).toBeGreaterThan(0)
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(["200", "default"]))
  },
)

test("what it refers to is in it", () => {
  const local = [...written.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, pointer]) => pointer as string)
  expect(local.length).toBeGreaterThan(0)
  for (const pointer of new Set(local)) {
    let at: unknown = document
    for (const part of pointer.split("/")) at = (at as Record<string, unknown> | undefined)?.[part]
    expect([pointer, typeof at]).toEqual([pointer, "object"])
  }
})

test("all but the first exchange needs a session", () => {
  const open = operations.filter(({ operation }) => operation.security?.length === 0)
  expect(open.map(({ operation }) => operation.operationId)).toEqual(["session.open"])
})
