import { expect, it } from "vitest"
import { Workspace } from "../support/workspace.ts"

const BAD = `from promptflow.core import tool
from promptflow.entities import InputSetting


@tool(input_settings={"nope": InputSetting(allow_manual_entry=True)})
def bad(a: str):
    return a


@tool
def good(a: str):
    return a
`

it("pf tool speaks as the original does (surface 1.4)", async () => {
  await using here = await Workspace.make({ "bad.py": BAD })
  const init = await here.pf(["tool", "init", "--tool", "hello"])
  expect(init.stdout).toBe(
    `Creating tool from scratch...\nCreating ${here.folder}/hello.py...\nCreating ${here.folder}/__init__.py...\n` +
      `Done. Created the tool "hello" in ${here.folder}.\n`,
  )
  const named = await here.pf(["tool", "init", "--tool", "9x"])
  expect([named.code, named.stdout.trim()]).toEqual([
    1,
    "pf.tool.init failed with UserErrorException: The tool name 9x is a invalid identifier.",
  ])
  const icon = await here.pf(["tool", "init", "--tool", "x", "--set", "icon=no.png", "category=c"])
  expect([icon.code, icon.stdout.trim()]).toEqual([
    1,
    "Creating tool from scratch...\npf.tool.init failed with UserErrorException: Cannot find the icon path no.png.",
  ])
  expect((await here.pf(["tool", "validate"])).code).toBe(2)
  const invalid = await here.pf(["tool", "validate", "--source", "bad.py"])
  expect(invalid.code).toBe(1)
  expect(invalid.stdout).toBe(
    `{
  "result": "Failed",
  "total_count": 2,
  "invalid_count": 1,
  "errors": [
    {
      "message": "Cannot find nope in tool inputs.",
      "function_name": "bad",
      "location": "${here.folder}/bad.py"
    }
  ]
}
`,
  )
  const valid = await here.pf(["tool", "validate", "--source", "hello.py"])
  expect([valid.code, JSON.parse(valid.stdout)]).toEqual([
    0,
    { result: "Succeeded", total_count: 1, invalid_count: 0 },
  ])
  const unknown = await here.pf(["tool", "validate", "--source", "no_such_package"])
  expect(unknown.stdout.trim()).toBe(
    "pf.tool.validate failed with UserErrorException: Invalid source to validate tools.",
  )
})

it("millrace tool lists, validates and writes", async () => {
  await using here = await Workspace.make({ "bad.py": BAD })
  const listed = await here.millrace(["tool", "list", "--output", "json"])
  expect(JSON.parse(listed.stdout).package).toHaveProperty(["promptflow.tools.llm.llm"])
  const invalid = await here.millrace(["tool", "validate", "--source", "bad.py"])
  expect(invalid.code).toBe(1)
  expect(invalid.stdout).toContain("bad.py: 2 tools, 1 tool with mistakes")
  const made = await here.millrace([
    "tool",
    "init",
    "--package",
    "p",
    "--tool",
    "t",
    "--set",
    "tags={'a': 'b'}",
  ])
  expect(made.code).toBe(0)
  expect(await here.read("p/p/t.py")).toContain("tags={'a': 'b'}")
  expect((await here.millrace(["tool", "init", "--tool", "t", "--set", "tags=x"])).code).toBe(2)
})
