import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { toPlain } from "@internal/value"
import { describe, expect, it } from "vitest"
import { modelServer } from "../../../providers/testing/model-server.ts"
import { connectProxy, privateAuthority } from "../../../providers/testing/private-network.ts"
import { Millrace } from "../millrace.ts"

const authority = privateAuthority(["serpapi.com"])
if (!authority)
  console.warn("SKIPPED: the test of SerpAPI through a proxy with a private CA needs `openssl` on PATH")

describe.skipIf(!authority)("SerpAPI (spec 5.6), through a proxy and a private CA", () => {
  const flowOf = (folder: string, inputs: object) => {
    const node = {
      name: "n",
      type: "python",
      inputs: { connection: "sp", query: "tides & moons", ...inputs },
    }
    const source = { type: "package", tool: "promptflow.tools.serpapi.SerpAPI.search" }
    const outputs = { o: { type: "object", reference: "${n.output}" } }
    mkdirSync(folder, { recursive: true })
    const flow = { inputs: {}, outputs, nodes: [{ ...node, source }] }
    writeFileSync(join(folder, "flow.dag.yaml"), JSON.stringify(flow))
    return folder
  }

  it("asks Google and Bing in their own words, and tells whose failure it was", async () => {
    await using server = await modelServer(authority)
    await using proxy = await connectProxy(Number(new URL(server.url).port))
    const root = mkdtempSync(join(tmpdir(), "millrace-serpapi-"))
    const env = {
      ...process.env,
      HTTPS_PROXY: proxy.url,
      https_proxy: undefined,
      SSL_CERT_FILE: authority?.file,
    }
    await using millrace = await Millrace.open({ home: join(root, "home"), cwd: root, env })
    const key = "key-of-the-search"
    await millrace.connections.create({ name: "sp", type: "serp", api_key: key })
    const run = (inputs: object) => millrace.flows.test({ flow: flowOf(join(root, "flow"), inputs) }).result
    const asked = () => new URL(server.received.at(-1)?.path ?? "", server.url).searchParams

    server.reply({ json: { organic_results: [{ title: "t" }] } })
    const google = await run({ safe: "active", num: "3", location: "Oslo" })
    expect(toPlain(google.output)).toEqual({ o: { organic_results: [{ title: "t" }] } })
    expect(proxy.tunnels).toEqual(["serpapi.com:443"])
    const common = { q: "tides & moons", api_key: key }
    const place = { location: "Oslo", engine: "google", safe: "Active", num: "3" }
    expect(Object.fromEntries(asked())).toEqual({ ...common, ...place })

    server.reply({ json: {} })
    await run({ engine: "bing", safe: "active" })
    expect(Object.fromEntries(asked())).toEqual({
      ...common,
      engine: "bing",
      safeSearch: "Strict",
      count: "10",
    })

    for (const [status, code, inner] of [
      [401, "UserError", "SerpAPIUserError"],
      [503, "SystemError", "SerpAPISystemError"],
    ] as const) {
      server.reply({ status, json: { error: `bad ${key}` } })
      const { error } = await run({})
      expect(error).toMatchObject({ code, innerError: { code: inner } })
      expect(JSON.stringify(error)).not.toContain(key)
    }
    rmSync(root, { recursive: true, force: true })
  })
})
