import { request } from "node:http"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openTestStudio, type TestStudio } from "../testing/test-studio.ts"

let studio: TestStudio
beforeAll(async () => {
  studio = await openTestStudio()
})
afterAll(() => studio[Symbol.asyncDispose]())

/** `fetch` sets `host` itself; an attacker's page makes the browser send another. */
function raw(
  path: string,
  headers: Record<string, string>,
  method = "GET",
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: "127.0.0.1", port: studio.running.port, path, method, headers },
      (answer) => {
        let text = ""
        answer.on("data", (chunk) => {
          text += chunk
        })
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }))
      },
    )
    asked.on("error", reject)
    asked.end()
  })
}
const bearer = () => ({ authorization: `Bearer ${studio.session}` })
const own = () => `127.0.0.1:${studio.running.port}`

describe("what other pages can do", () => {
  test.each([
    ["a name that resolves to this machine (DNS rebinding)", { host: "evil.example:80" }],
    ["another port's host", { host: "127.0.0.1:1" }],
    ["no port", { host: "127.0.0.1" }],
    ["another origin", { origin: "https://evil.example" }],
    ["an origin on another port of this machine", { origin: "http://127.0.0.1:1" }],
    ["a file", { origin: "null" }],
    ["a page of another site", { "sec-fetch-site": "cross-site" }],
    ["another port of the same site", { "sec-fetch-site": "same-site" }],
  ])("%s is refused, page and interface", async (_, headers) => {
    for (const path of ["/api/home", "/"]) {
      const { status, text } = await raw(path, { host: own(), ...bearer(), ...headers })
      expect([path, status]).toEqual([path, 403])
      expect(JSON.parse(text).code).toBe("ORIGIN_REFUSED")
    }
  })

  test("the page itself is answered", async () => {
    const { status } = await raw("/api/home", {
      host: own(),
      origin: `http://${own()}`,
      "sec-fetch-site": "same-origin",
      ...bearer(),
    })
    expect(status).toBe(200)
  })

  test("no answer allows other origins, and the policy has no inline script", async () => {
    const { headers } = await raw("/", { host: own() })
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([])
    const policy = String(headers["content-security-policy"])
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("img-src 'self' data: blob:")
    expect(policy).toContain("frame-ancestors 'none'")
  })
})

describe("sessions", () => {
  test("nothing below /api answers without one, and a cookie is none", async () => {
    const cookie: Record<string, string> = { cookie: `session=${studio.session}` }
    for (const headers of [
      {} as Record<string, string>,
      { authorization: "Bearer " },
      { authorization: "Bearer x" },
      cookie,
    ]) {
      const { status, text } = await raw("/api/home", { host: own(), ...headers })
      expect(status).toBe(401)
      expect(JSON.parse(text).code).toBe("SESSION_REQUIRED")
    }
    expect((await raw("/api/openapi.json", { host: own() })).status).toBe(401)
  })

  test("an address opens one session, once", async () => {
    const token = new URL(studio.running.address()).hash.slice("#token=".length)
    const open = () => studio.ask("POST", "/session", { token }, { authorization: "" })
    expect((await open()).status).toBe(200)
    expect((await open()).status).toBe(401)
    expect((await studio.ask("POST", "/session", { token: "x" }, { authorization: "" })).status).toBe(401)
  })

  test("answers set no cookie", async () => {
    const answer = await studio.ask("GET", "/home")
    expect(answer.headers.get("set-cookie")).toBeNull()
  })
})

test("the page's files are those of its bundle", async () => {
  expect((await raw("/assets/main.js", { host: own() })).text).toBe("export {}")
  expect((await raw("/runs/some-run", { host: own() })).text).toContain("<title>page</title>")
  for (const path of [
    "/assets/../../flows/x",
    "/assets/%2e%2e/%2e%2e/home/secret.key",
    "/assets/..%2findex.html",
  ])
    expect((await raw(path, { host: own() })).text).not.toMatch(/PRIVATE|secret/)
})
