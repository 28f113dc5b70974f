import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { CANARY, call, collect, describeProvider, failureOf } from "../../testing/conformance.ts"
import { chatAnswer, type ModelServer, modelServer } from "../../testing/model-server.ts"
import { type ConnectProxy, connectProxy, privateAuthority } from "../../testing/private-network.ts"
import { testConnection } from "../../testing/provider.ts"
import { openModel } from "../open-model.ts"
import { type OutgoingHttp, outgoingHttp } from "./dispatcher.ts"

const authority = privateAuthority()
if (!authority) console.warn("SKIPPED: the tests through a proxy with a private CA need `openssl` on PATH")

describe.skipIf(!authority)("through a CONNECT proxy with a private CA", () => {
  let proxy: ConnectProxy
  let http: OutgoingHttp

  beforeAll(async () => {
    proxy = await connectProxy()
    http = outgoingHttp({ HTTPS_PROXY: proxy.url, SSL_CERT_FILE: authority?.file })
  })
  afterAll(async () => {
    await http.close()
    await proxy[Symbol.asyncDispose]()
    authority?.[Symbol.dispose]()
  })

  /** The name exists only behind the proxy. */
  const named = (server: ModelServer) => server.url.replace("127.0.0.1", "models.internal")
  const request = { model: "m", messages: [], parameters: {}, stream: false }
  const open = (url: string, http: OutgoingHttp) =>
    openModel(testConnection("OpenAIConnection", { base_url: url }), { http, env: {} })

  describeProvider("openai, tunnelled", {
    server: () => modelServer(authority),
    open: (server) => open(`${named(server)}/v1`, http),
    path: (api) => `/v1/${api}`,
    authorised: ({ headers }) => {
      expect(headers.authorization).toBe(`Bearer ${CANARY}`)
      expect(proxy.tunnels.at(-1)).toMatch(/^models\.internal:\d+$/)
    },
  })

  test("NO_PROXY goes past the proxy, and REQUESTS_CA_BUNDLE names a CA as well", async () => {
    await using server = await modelServer(authority)
    await using direct = outgoingHttp({
      https_proxy: proxy.url,
      no_proxy: "localhost,127.0.0.1",
      REQUESTS_CA_BUNDLE: authority?.file,
    })
    const before = proxy.tunnels.length
    server.reply(chatAnswer({ content: "x" }))
    await collect(open(server.url, direct).chat(request, call()))
    expect(proxy.tunnels.length).toBe(before)
  })

  test("without the CA the certificate is refused, and the hint says what to set", async () => {
    await using server = await modelServer(authority)
    await using bare = outgoingHttp({})
    const work = collect(open(server.url, bare).chat(request, call()))
    await expect(work).rejects.toMatchObject({ hint: expect.stringContaining("SSL_CERT_FILE") })
    expect((await failureOf(work)).class).toBe("APIConnectionError")
  })

  test("a CA file that is not there, and a proxy that is not there", async () => {
    await using server = await modelServer(authority)
    await using missing = outgoingHttp({ SSL_CERT_FILE: "/nowhere/ca.pem" })
    await expect(collect(open(server.url, missing).chat(request, call()))).rejects.toMatchObject({
      code: "FILE_UNREADABLE",
      message: expect.stringContaining("SSL_CERT_FILE"),
    })
    await using lost = outgoingHttp({ HTTPS_PROXY: "127.0.0.1:1", SSL_CERT_FILE: authority?.file })
    const failure = await failureOf(open(server.url, lost).chat(request, call()))
    expect(failure.class).toBe("APIConnectionError")
  })
})

test("networks in NO_PROXY; a proxy that is not there is named", async () => {
  await using server = await modelServer()
  const chat = (http: OutgoingHttp, url = server.url) =>
    collect(
      openModel(testConnection("OpenAIConnection", { base_url: url }), { http, env: {} }).chat(
        { model: "m", messages: [], parameters: {}, stream: false },
        call(),
      ),
    )
  const HTTP_PROXY = "http://127.0.0.1:1"
  await using past = outgoingHttp({ HTTP_PROXY, NO_PROXY: "10.0.0.0/8, 127.0.0.0/8,fd00::/8" })
  server.reply(chatAnswer({ content: "direct" }))
  expect(await chat(past)).toContainEqual({ type: "text", text: "direct" })
  await using through = outgoingHttp({ HTTP_PROXY, NO_PROXY: "10.0.0.0/8,127.0.0.0/40,x/8" })
  await expect(chat(through)).rejects.toMatchObject({
    hint: expect.stringContaining("Nothing listens at 127.0.0.1:1: correct HTTP_PROXY"),
  })
})

test("a host that does not exist, and a port where nothing listens", async () => {
  await using http = outgoingHttp({})
  const chat = (url: string) =>
    openModel(testConnection("OpenAIConnection", { base_url: url }), { http, env: {} }).chat(
      { model: "m", messages: [], parameters: {}, stream: false },
      call(),
    )
  await expect(collect(chat("http://127.0.0.1:1"))).rejects.toMatchObject({
    data: { class: "APIConnectionError" },
    hint: expect.stringContaining("Nothing listens at http://127.0.0.1:1"),
  })
  await expect(collect(chat("http://nowhere.invalid"))).rejects.toMatchObject({
    data: { class: "APIConnectionError" },
  })
})
