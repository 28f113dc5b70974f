import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Model } from "@internal/schema"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
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
  expect(() => endpoint.url("completions", "..")).toThrow("no name of a deployment")
})

test("a gateway's query stays where it is", () => {
  const endpoint = azureEndpoint(
    testConnection("AzureOpenAIConnection", { api_base: "https://r.example/gate/?k=1", api_version: "v" }),
  )
  expect(endpoint.url("completions", "d").href).toBe(
    "https://r.example/gate/openai/deployments/d/completions?k=1&api-version=v",
  )
})

describe("auth_mode meid_token", () => {
  /** A managed identity as App Service offers it: the credential's own code asks it over HTTP. */
  const answers: { status: number; body: object }[] = []
  const identity = createServer((request, response) => {
    const known = request.headers["x-identity-header"] === "identity"
    const { status, body } = (known && answers.shift()) || { status: 403, body: {} }
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
  })
  beforeAll(async () => {
    await new Promise<void>((resolve) => identity.listen(0, "127.0.0.1", resolve))
    vi.stubEnv("IDENTITY_ENDPOINT", `http://127.0.0.1:${(identity.address() as AddressInfo).port}/token`)
    vi.stubEnv("IDENTITY_HEADER", "identity")
  })
  afterAll(() => {
    vi.unstubAllEnvs()
    identity.close()
  })

  const ask = async (model: Model) => {
    const request = { model: "d", messages: [], parameters: {}, stream: false }
    for await (const _ of model.chat(request, { signal: AbortSignal.timeout(20_000) }));
  }
  const open = (server: { url: string }) => {
    const configs = { api_base: server.url, auth_mode: "meid_token" }
    return openModel(testConnection("AzureOpenAIConnection", configs), { http })
  }

  test("a failure to sign in says what to do, and is not kept", async () => {
    await using server = await modelServer()
    await expect(ask(open(server))).rejects.toMatchObject({
      code: "LLM_FAILED",
      message: expect.stringContaining("signing in with Entra ID failed"),
      hint: expect.stringContaining("az login"),
    })
  })

  test("calls carry a token, which is asked for once and never shown", async () => {
    const expires = String(Math.floor(Date.now() / 1000) + 3600)
    answers.push({ status: 200, body: { access_token: CANARY, expires_on: expires, token_type: "Bearer" } })
    await using server = await modelServer()
    const model = open(server)
    const echoed = { status: 400, json: { error: { message: `bad token ${CANARY}` } } }
    server.reply(echoed, echoed)
    for (let i = 0; i < 2; i++) {
      const error = await ask(model).catch((thrown: Error) => thrown)
      expect(String(error)).toContain("bad token")
      expect(String(error)).not.toContain(CANARY)
    }
    const sent = server.received.map(({ headers }) => [headers.authorization, headers["api-key"]])
    expect(sent).toEqual(Array(2).fill([`Bearer ${CANARY}`, undefined]))
    expect(answers).toEqual([])
  })
})
