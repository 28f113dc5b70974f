import type { Connection } from "@internal/schema"
import { describe, expect, test } from "vitest"
import { azuremlOverride, environmentFromConnections, overrideConnections } from "./connection-overrides.ts"

const connection: Connection = {
  name: "my conn",
  type: "AzureOpenAIConnection",
  module: "promptflow.connections",
  configs: { api_base: "https://old", api_version: "v1" },
  secrets: { api_key: "old" },
}

describe("connections of a served flow (spec 7.6)", () => {
  test.for<[Record<string, string>, Record<string, string>]>([
    [{}, { api_base: "https://old", api_key: "old" }],
    [
      { MY_CONN_API_KEY: "new", MY_CONN_API_BASE: "https://new" },
      { api_base: "https://new", api_key: "new" },
    ],
    [
      { my_conn_api_key: "no", MY_CONN_OTHER: "no" },
      { api_base: "https://old", api_key: "old" },
    ],
    [{ MY_CONN_API_KEY: "${env:KEY}", KEY: "from env" }, { api_key: "from env" }],
    [{ MY_CONN_API_KEY: "a ${env:KEY}" }, { api_key: "a ${env:KEY}" }],
  ])("%j", ([env, expected]) => {
    const [{ configs, secrets } = connection] = overrideConnections([connection], env)
    expect({ ...configs, ...secrets }).toMatchObject(expected)
    expect(Object.keys({ ...configs, ...secrets }).length).toBe(3)
  })

  test("a variable that is not set is an error of the user", () => {
    const stored = { ...connection, secrets: { api_key: "${env:NOPE}" } }
    const overriding = () => overrideConnections([stored], {})
    expect(overriding).toThrow(
      expect.objectContaining({ code: "CONNECTION_INVALID", original: ["UserError"] }),
    )
  })

  test("variables get the values of connections", () => {
    const env = {
      A: "${my conn.api_key}",
      B: " ${my conn.api_base} ",
      C: "${other.api_key}",
      D: "${my conn.x}",
      E: "e",
    }
    expect(environmentFromConnections([connection], env)).toEqual({ A: "old", B: "https://old" })
  })

  test.for<[string, unknown]>([
    ['{"api_key": "k"}', { data: { api_key: "k" } }],
    ["other_connection", { name: "other_connection" }],
    ["[1]", { name: "[1]" }],
  ])("on Azure ML %s", ([text, expected]) => {
    expect(azuremlOverride("my conn", { my_conn: text })).toEqual(expected)
    expect(azuremlOverride("other", { my_conn: text })).toBeUndefined()
  })
})
