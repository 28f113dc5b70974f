import { afterAll, expect, test } from "vitest"
import { CANARY, describeProvider } from "../../testing/conformance.ts"
import { modelServer } from "../../testing/model-server.ts"
import { directHttp, testConnection } from "../../testing/provider.ts"
import { openModel } from "../open-model.ts"
import { compatibleEndpoint } from "./compatible-endpoint.ts"

const http = directHttp()
afterAll(() => http.close())

describeProvider("openai-compatible", {
  server: () => modelServer(),
  open: (server) => openModel(testConnection("ServerlessConnection", { api_base: server.url }), { http }),
  path: (api) => `/v1/${api}`,
  authorised: ({ headers }) => expect(headers.authorization).toBe(`Bearer ${CANARY}`),
})

test("the address gets /v1 unless it ends so", () => {
  const url = (api_base: string) =>
    compatibleEndpoint(testConnection("ServerlessConnection", { api_base })).url("embeddings", "m").href
  expect(url("http://h:1")).toBe("http://h:1/v1/embeddings")
  expect(url("http://h:1/v1/")).toBe("http://h:1/v1/embeddings")
  expect(url("http://h:1/proxy/")).toBe("http://h:1/proxy/v1/embeddings")
})

test("connections that cannot work say why", () => {
  const open = (configs: Record<string, string>, api_key: string) => () =>
    openModel({ ...testConnection("ServerlessConnection", configs), secrets: { api_key } }, { http })
  expect(open({ api_base: "http://h" }, "")).toThrow("it has no api_key")
  expect(open({ api_base: "http://h" }, "abc\n")).toThrow("line break")
  expect(open({}, "k")).toThrow("it has no api_base")
  expect(open({ api_base: "h:1" }, "k")).toThrow('"h:1" is not an address')
  expect(() => openModel(testConnection("SerpConnection", {}), { http })).toThrow("SerpConnection")
})
