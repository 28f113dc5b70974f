import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { homedir, tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { type ConfigOptions, configValue, readConfig, runFolderBase, setConfig } from "./config.ts"

const root = mkdtempSync(join(tmpdir(), "millrace-config-"))
afterAll(() => rmSync(root, { recursive: true, force: true }))

// JSON is YAML, and this room has no parser of its own
const yaml = { parse: JSON.parse, stringify: (value: unknown) => JSON.stringify(value) }
let folders = 0
function options(profile: "millrace" | "pf"): ConfigOptions {
  const base = join(root, String(folders++))
  mkdirSync(join(base, "project", "sub"), { recursive: true })
  const env = { PF_HOME_DIRECTORY: join(base, "pf-home") }
  return { cwd: join(base, "project", "sub"), home: join(base, "home"), profile, env, yaml }
}

test.for([
  ["pf", "global"],
  ["millrace", "project"],
] as const)("under %s the %s file wins, by whole sections", async ([profile, winner]) => {
  const given = options(profile)
  writeFileSync(join(given.cwd, "..", "pf.yaml"), '{"run":{"output_path":"project"},"a":{"b":1}}')
  await setConfig(given, "run.x", "global")
  const config = await readConfig(given)
  expect(config.a).toEqual({ b: 1 })
  expect(config.run).toEqual(winner === "global" ? { x: "global" } : { output_path: "project" })
})

test("a value is set in the user's file or in a folder's", async () => {
  const given = options("pf")
  await setConfig(given, "trace.destination", "none")
  await setConfig(given, "trace.other", "x")
  const file = join(given.env.PF_HOME_DIRECTORY as string, "pf.yaml")
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ trace: { destination: "none", other: "x" } })
  await setConfig(given, "a", "b", "..")
  expect(configValue(await readConfig(given), "a")).toBe("b")
})

test.for([
  ["run.output_path", "$" + "{flow_directory}"],
  ["trace.destination", "moon"],
  ["connection.provider", "x"],
  ["a..b", "x"],
  ["__proto__.x", "y"],
])("%s cannot be %s", async ([key, value]) => {
  await expect(setConfig(options("pf"), key as string, value)).rejects.toMatchObject({
    code: "CONFIG_INVALID",
  })
})

test("broken files are named", async () => {
  const given = options("pf")
  writeFileSync(join(given.cwd, "pf.yaml"), "{")
  await expect(readConfig(given)).rejects.toMatchObject({ code: "YAML_SYNTAX" })
  writeFileSync(join(given.cwd, "pf.yaml"), "[1]")
  await expect(readConfig(given)).rejects.toMatchObject({ code: "FILE_SHAPE" })
})

test("run folders lie where the configuration says", () => {
  const where = (config: object, profile: "millrace" | "pf", env = {}) =>
    runFolderBase({ ...config }, { home: "/h", profile, env, cwd: "/w" }, "/flows/f")
  expect(where({}, "millrace")).toBe("/h/runs")
  expect(where({}, "pf", { PF_HOME_DIRECTORY: "/pfh" })).toBe("/pfh/.runs")
  expect(where({}, "pf")).toBe(join(homedir(), ".promptflow", ".runs"))
  expect(where({ run: { output_path: "$" + "{flow_directory}/.runs" } }, "pf")).toBe("/flows/f/.runs")
  expect(where({ run: { output_path: "out" } }, "millrace")).toBe("/w/out")
  expect(where({ run: { output_path: "$" + "{flow_directory}" } }, "millrace")).toBe("/h/runs")
})
