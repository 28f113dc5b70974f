import { afterAll, expect, test } from "vitest"
import { CANARY, describeProvider } from "../../testing/conformance.ts"
import { modelServer } from "../../testing/model-server.ts"
import { directHttp, testConnection } from "../../testing/provider.ts"
import { openModel } from "../open-model.ts"
import { openaiEndpoint } from "./openai-endpoint.ts"

const http = directHttp()
afterAll(() => http.close())

describeProvider("openai", {
  server: () => modelServer(),
  open: (server) =>
    openModel(testConnection("OpenAIConnection", { base_url: `${server.url}/v1/`, organization: "org" }), {
      http,
      env: {},
    }),
  path: (api) => `/v1/${api}`,
  authorised: ({ headers }) =>
    expect(headers).toMatchObject({ authorization: `Bearer ${CANARY}`, "openai-organization": "org" }),
})

test("an unset base_url is the SDK's environment variable, else the public API", () => {
  const url = (base_url: string, env: Record<string, string>) =>
    openaiEndpoint(testConnection("OpenAIConnection", { base_url }), env).url("completions", "m").href
  expect(url("", {})).toBe("https://api.openai.com/v1/completions")
  expect(url("_", { OPENAI_BASE_URL: "http://here/x" })).toBe("http://here/x/completions")
  expect(url("http://there", { OPENAI_BASE_URL: "http://here/x" })).toBe("http://there/completions")
  expect(url("http://there/v1/?k=a b#x", {})).toBe("http://there/v1/completions?k=a%20b")
})
