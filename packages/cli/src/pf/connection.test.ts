import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { runCommand } from "../testing/run-command.ts"
import cases from "./__fixtures__/connections.json" with { type: "json" }
import { voice } from "./voice.ts"

/**
 * What the original answered to `pf connection …` (spec 7.1, 7.3, 6.3; surface 1.2), one after the other over one store:
 * the JSON without its dates, or the class that the line `… failed with <class>` names. `ours` says what we do otherwise.
 */
interface Case {
  args: string
  file?: string
  json?: unknown
  class?: string
  ours?: string
}

const home = mkdtempSync(join(tmpdir(), "millrace-pf-connections-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const CLASSES = `from promptflow.connections import CustomStrongTypeConnection
from promptflow.contracts.types import Secret

class MyConn(CustomStrongTypeConnection):
    api_key: Secret
    api_base: str = "dflt"

class Derived(MyConn):
    other: str
    more: Secret

class NotConn:
    api_key: Secret

class Plain(CustomStrongTypeConnection):
    pass

class Typed(CustomStrongTypeConnection):
    api_key: Secret
    n: int = 3
`

test("connections under pf answer as the original's do", { timeout: 60_000 }, async () => {
  mkdirSync(join(home, "lib/my_pkg"), { recursive: true })
  mkdirSync(join(home, "work/sub"), { recursive: true })
  writeFileSync(join(home, "lib/my_pkg/conns.py"), CLASSES)
  const env = { HOME: home, PYTHONPATH: join(home, "lib") }
  for (const { args, file, ours, ...expected } of cases as Case[]) {
    const words = args.split(" ")
    const name = /(?:-f|--file) (\S+)/.exec(args)?.[1]
    if (name && file !== undefined) writeFileSync(join(home, "work", name), file)
    const { code, out } = await runCommand(voice, ["connection", ...words], { cwd: join(home, "work"), env })
    const failed = /failed with (\w+): /.exec(out)?.[1]
    const answer = failed ? { class: failed } : { json: out === "" ? null : withoutDates(out) }
    expect(code, `${args}: ${out}`).toBe(failed ? 1 : 0)
    if (ours === undefined) expect(answer, args).toEqual(expected)
    else expect(answer, ours).not.toEqual(expected)
  }
})

function withoutDates(out: string): unknown {
  const shown = JSON.parse(out)
  for (const date of ["created_date", "last_modified_date"]) {
    expect(shown[date]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/)
    delete shown[date]
  }
  return shown
}

test.for([
  ["", 2],
  ["-r 1", 1],
  ["-r 0", 0],
  ["-r -1", 2],
  ["--all-results", 2],
  ["-r 1 --all-results", 2],
] as const)(
  "list %s has %i of two connections, as in the original (surface 1.2)",
  async ([options, count]) => {
    const lists = join(home, `list${options.replaceAll(" ", "")}`)
    mkdirSync(lists)
    const pf = (line: string) =>
      runCommand(voice, ["connection", ...line.split(" ").filter(Boolean)], {
        cwd: lists,
        env: { HOME: lists },
      })
    for (const name of ["a", "b"]) {
      writeFileSync(join(lists, "c.yaml"), `name: ${name}\ntype: serp\napi_key: key-123456\n`)
      await pf("create -f c.yaml")
    }
    const { out } = await pf(`list ${options}`)
    expect(JSON.parse(out).map(({ name }: { name: string }) => name)).toEqual(["a", "b"].slice(0, count))
  },
)
