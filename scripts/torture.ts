// `npm run torture [-- --seeds 500 --first 1 --jobs 2]`: kills a batch run at random moments, goes on with it, and keeps
// the table of what came out in docs/reference/durability.md.
import { readFileSync, writeFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { type TortureResult, torture } from "../tests/durability/torture.ts"

const PAGE = new URL("../docs/reference/durability.md", import.meta.url)
const START = "<!-- torture: written by npm run torture -->"
const END = "<!-- /torture -->"
const LINES = 200
const CONCURRENCY = 8

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "500" },
    first: { type: "string", default: "1" },
    jobs: { type: "string", default: "2" },
  },
})
const first = Number(values.first)
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => first + i)
const results: TortureResult[] = []

async function work(): Promise<void> {
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    const result = await torture(seed, { lines: LINES, concurrency: CONCURRENCY })
    results.push(result)
    const said = result.problems.length === 0 ? "as it must be" : result.problems.join("; ")
    written()
    console.log(`seed ${seed}: killed ${result.kills} times, ${result.repeated} calls repeated, ${said}`)
  }
}
await Promise.all(Array.from({ length: Number(values.jobs) }, work))
console.log(`\n${written()}`)
process.exitCode = results.some((result) => result.problems.length > 0) ? 1 : 0

/** The table of what has come out so far, put into the page: also of a torture that is stopped. */
function written(): string {
  const sum = (of: (result: TortureResult) => number) =>
    results.reduce((total, result) => total + of(result), 0)
  const bad = results.filter((result) => result.problems.length > 0)
  const numbers = results.map(({ seed }) => seed)
  const good = results.length - bad.length
  const table = [
    "| seeds | kills | calls | in flight at the kills | repeated | most repeated by one seed | runs as they must be |",
    "|---|---|---|---|---|---|---|",
    `| ${Math.min(...numbers)} to ${Math.max(...numbers)} | ${sum((r) => r.kills)} | ${results.length * LINES} | ${sum(
      (r) => r.inFlight,
    )} | ${sum((r) => r.repeated)} | ${Math.max(...results.map((r) => r.repeated))} | ${good} of ${results.length} |`,
    ...bad.map(({ seed, problems }) => `\nSeed ${seed}: ${problems.join("; ")}`),
  ].join("\n")
  const page = readFileSync(PAGE, "utf8")
  const head = page.slice(0, page.indexOf(START) + START.length)
  writeFileSync(PAGE, `${head}\n\n${table}\n\n${page.slice(page.indexOf(END))}`)
  return table
}
