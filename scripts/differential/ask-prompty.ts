/**
 * Asks the original the cases of `packages/sdk/src/prompty/__fixtures__/original-answers.json` again, and writes its answers
 * into that file: `node scripts/differential/ask-prompty.ts [ID…]`. Counts of tokens need tiktoken's files
 * (`TIKTOKEN_CACHE_DIR`); an answer that fails for want of them is left as it is.
 */
import { execFileSync, spawn } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { EchoModel } from "../../packages/sdk/src/prompty/testing/echo-model.ts"

type Case = Record<string, unknown> & { id: string }

const fixture = new URL("../../packages/sdk/src/prompty/__fixtures__/original-answers.json", import.meta.url)
const oracle = fileURLToPath(new URL("../../../shared/tools/oracle", import.meta.url))
const cases: Case[] = JSON.parse(readFileSync(fixture, "utf8"))
const wanted = process.argv.slice(2)

const python = execFileSync(oracle, { env: { ...process.env, ORACLE_PYTHON: "1" }, encoding: "utf8" }).trim()
const script = fileURLToPath(new URL("original-prompty.py", import.meta.url))
const child = spawn(python, [script], { stdio: ["pipe", "pipe", "ignore"] })
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
await using echo = await EchoModel.start()

let changed = 0
for (const [index, known] of cases.entries()) {
  if (wanted.length > 0 && !wanted.includes(known.id)) continue
  const { asked: _asked, result: _result, codes: _codes, whole: _whole, ours, ...given } = known
  child.stdin.write(`${JSON.stringify(given).replaceAll("$BASE", echo.url)}\n`)
  const said = JSON.parse(String((await lines.next()).value).replaceAll(echo.url, "$BASE"))
  const requests = JSON.parse(JSON.stringify(echo.take()).replaceAll(echo.url, "$BASE"))
  if (said.codes?.[1] === "ConnectionError") continue
  const isWhole = said.result?.$sdk !== undefined || typeof said.result?.items === "number"
  const answer: Case = {
    ...given,
    ...(requests.length > 0 && { asked: requests }),
    ...(isWhole && { whole: true }),
    ...("result" in said && { result: said.result?.$sdk === undefined ? said.result : null }),
    ...(said.codes && { codes: said.codes }),
    ...(ours !== undefined && { ours }),
  }
  if (JSON.stringify(sorted(answer)) !== JSON.stringify(sorted(known))) {
    changed++
    console.log(`${known.id}: ${JSON.stringify(said).slice(0, 200)}`)
  }
  cases[index] = answer
}
child.stdin.end()
writeFileSync(fixture, `[\n${cases.map((item) => JSON.stringify(item)).join(",\n")}\n]\n`)
console.log(`${changed} of ${wanted.length || cases.length} answers are new`)

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  )
}
