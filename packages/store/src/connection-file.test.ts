import type { MillraceError } from "@internal/schema"
import { describe, expect, test } from "vitest"
import { connectionFromFile, isScrubbed, mustBeAsked, secretsToAsk } from "./connection-file.ts"
import { connectionToExecution, connectionToJson } from "./connection-json.ts"

const dates = { createdDate: "2026-11-21T11:29:41.244029", lastModifiedDate: "2026-11-21T11:29:41.244029" }
const shown = (file: object) =>
  JSON.stringify(connectionToJson({ ...connectionFromFile({ ...file }), ...dates }))
const head = (name: string) =>
  `"name":"${name}","module":"promptflow.connections","created_date":"${dates.createdDate}","last_modified_date":"${dates.createdDate}"`

describe("a connection file (spec 7.1)", () => {
  test.for<[object, string]>([
    [
      {
        $schema: "x",
        name: "aoai",
        type: "azure_open_ai",
        api_key: "abcdefgh",
        api_base: "https://x",
        foo: "bar",
      },
      `{"auth_mode":"key",${head("aoai")},"type":"azure_open_ai","api_key":"******","api_base":"https://x","api_type":"azure","api_version":"2024-02-01"}`,
    ],
    [
      { name: "oai", type: "open_ai", api_key: "abcdefgh", organization: "", base_url: "_" },
      `{${head("oai")},"type":"open_ai","api_key":"******","organization":""}`,
    ],
    [
      { name: "ai", type: "azure_ai_services", endpoint: "e", auth_mode: "meid_token" },
      `{"auth_mode":"meid_token",${head("ai")},"type":"azure_ai_services","endpoint":"e"}`,
    ],
    [
      { name: "acs", type: "azure_content_safety", api_key: "k", endpoint: "b" },
      `{${head("acs")},"type":"azure_content_safety","api_key":"******","endpoint":"b","api_version":"2023-10-01","api_type":"Content Safety"}`,
    ],
    [
      { name: "cus", type: "custom", configs: { b: "2", a: "1" }, secrets: { k: "v", k0: "x" } },
      `{${head("cus")},"type":"custom","configs":{"b":"2","a":"1"},"secrets":{"k":"******","k0":"******"}}`,
    ],
  ])("is shown as the original shows it: %j", ([file, text]) => {
    expect(shown(file)).toBe(text)
  })

  test.for<[object, string]>([
    [{ type: "serp", api_key: "x" }, "it has no name"],
    [{ name: "c", api_key: "x" }, "it has no type"],
    [{ name: "c", type: "nope" }, "there is no type nope"],
    [{ name: "c", type: "OpenAI", api_key: "k" }, "there is no type OpenAI"],
    [{ name: "c", type: "SERP", api_key: "k" }, "there is no type SERP"],
    [{ name: "c", type: "Serp" }, "api_key is missing"],
    [{ name: "c", type: "serp" }, "api_key is missing"],
    [{ name: "c", type: "azure_open_ai" }, "api_key is missing; api_base is missing"],
    [
      { name: "c", type: "azure_ai_services", endpoint: "e", auth_mode: "bad", api_key: "k" },
      "auth_mode is bad",
    ],
    [
      { name: "c", type: "custom", configs: { a: 1 }, secrets: { k: "v" } },
      "configs.a is 1, which is not text",
    ],
    [{ name: "c", type: "custom", configs: { a: "1" } }, "secrets is missing"],
    [{ name: "c", type: "custom", secrets: ["x"] }, "secrets is no map"],
    [{ name: "c", type: "custom", secrets: { k: { a: "v" } } }, "secrets.k is not text"],
  ])("%j is refused", ([file, reason]) => {
    const made = () => connectionFromFile({ ...file })
    expect(made).toThrow(reason)
    expect(made).toThrow(expect.objectContaining({ code: "CONNECTION_INVALID" }))
  })

  test("a type that is nearly right is suggested", () => {
    const error = (() => {
      try {
        connectionFromFile({ name: "c", type: "azure_openai" })
      } catch (thrown) {
        return thrown as MillraceError
      }
    })()
    expect(error?.hint).toBe("Did you mean azure_open_ai?")
  })

  test("a name that is given wins over the file's", () => {
    expect(connectionFromFile({ name: "a", type: "serp", api_key: "k" }, "b").name).toBe("b")
  })

  test("a strong type of the user's is kept in reserved configs (spec 6.3)", () => {
    const file = {
      name: "s",
      type: "custom",
      custom_type: "MyConn",
      module: "my.mod",
      package: "pkg",
      package_version: "1.0",
      configs: { a: "b" },
      secrets: { k: "v" },
    }
    const connection = connectionFromFile(file)
    expect(connection.configs).toEqual({
      a: "b",
      "promptflow.connection.custom_type": "MyConn",
      "promptflow.connection.module": "my.mod",
      "promptflow.connection.package": "pkg",
      "promptflow.connection.package_version": "1.0",
    })
    expect(connectionToJson(connection)).toMatchObject({
      configs: { a: "b", "promptflow.connection.custom_type": "MyConn" },
    })
  })
})

test("the executor's dictionary has the class and no masks (spec 7.2)", () => {
  const connection = connectionFromFile({ name: "o", type: "open_ai", api_key: "sk", base_url: "u" })
  expect(connectionToExecution(connection)).toEqual({
    name: "o",
    type: "OpenAIConnection",
    module: "promptflow.connections",
    value: { base_url: "u", api_key: "sk" },
    secret_keys: ["api_key"],
  })
})

test.for<[string, boolean, boolean]>([
  ["", true, true],
  ["****", true, true],
  ["<no-change>", true, true],
  ["<user-input>", false, true],
  ["sk-1", false, false],
])("placeholder %j", ([value, scrubbed, asked]) => {
  expect([isScrubbed(value), mustBeAsked(value)]).toEqual([scrubbed, asked])
})

test("secrets that are still to be typed in are named", () => {
  const file = { name: "c", type: "custom", secrets: { a: "<user-input>", b: "x", c: "" } }
  expect(secretsToAsk(connectionFromFile(file))).toEqual(["a", "c"])
})
