import { afterAll, expect, test } from "vitest"
import { CANARY, describeProvider } from "../../testing/conformance.ts"
import { modelServer } from "../../testing/model-server.ts"
import { directHttp, testConnection } from "../../testing/provider.ts"
import { openModel } from "../open-model.ts"
import { azureEndpoint } from "./azure-endpoint.ts"

const http = directHttp()
afterAll(() => http.close())

describeProvider("azure-openai", {
  server: () => modelServer(),
  open: (server) =>
    openModel(
      testConnection("AzureOpenAIConnection", {
        api_base: `${server.url}/`,
        api_version: "2024-05-01-preview",
      }),
      { http, env: {} },
    ),
  path: (api) => `/openai/deployments/m/${api}?api-version=2024-05-01-preview`,
  authorised: ({ headers }) => {
    expect(headers["api-key"]).toBe(CANARY)
    expect(headers).not.toHaveProperty("authorization")
  },
})

test("a deployment's name is one segment of the path", () => {
  const endpoint = azureEndpoint(testConnection("AzureOpenAIConnection", { api_base: "https://r.example" }))
  expect(endpoint.url("completions", "a b/../c").href).toBe(
    "https://r.example/openai/deployments/a%20b%2F..%2Fc/completions?api-version=2024-02-01",
  )
})

test("signing in with Entra ID is refused in clear words", () => {
  const connection = testConnection("AzureOpenAIConnection", {
    api_base: "https://r.example",
    auth_mode: "meid_token",
  })
  expect(() => openModel(connection, { http })).toThrow(/meid_token .* is not supported yet/)
})
