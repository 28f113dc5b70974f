/**
 * Writes the simulation tables of docs/reference/statistics.md, between its markers:
 *
 *     node scripts/stats-simulation.ts [repetitions]     (2,000: some two minutes of an idle machine)
 */
import { readFileSync, writeFileSync } from "node:fs"
import { exactProportionInterval, wilsonInterval } from "../packages/stats/src/index.ts"
import {
  exactPaired,
  leastProportionCoverage,
  shapes,
  simulateMacroF1,
  simulateMeans,
} from "../packages/stats/testing/simulate.ts"

const repetitions = Number(process.argv[2] ?? 2000)
const sizes = [8, 16, 40, 100, 200]
const percent = (rate: number): string => `${(rate * 100).toFixed(1)}`
const table = (head: readonly string[], body: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n")
const uncertainty = (count: number): string => percent(2 * Math.sqrt((0.05 * 0.95) / count))

const means = shapes.map((shape) => {
  process.stderr.write(`${shape.name}\n`)
  const cells = sizes.map((rows) => simulateMeans(shape, rows, repetitions, 400))
  return [
    shape.name,
    ...cells.map(({ coverage, falseAlarms }) => `${percent(coverage)} / ${percent(falseAlarms)}`),
  ]
})

const changes = [0.01, 0.03, 0.06, 0.1, 0.2, 0.35, 0.5]
const paired = sizes.map((rows) => {
  process.stderr.write(`paired, ${rows} rows\n`)
  const points = changes.flatMap((gain) =>
    [0, ...changes].filter((loss) => loss + gain < 1).map((loss) => exactPaired(rows, gain, loss)),
  )
  const alike = changes
    .filter((change) => change < 0.5)
    .map((change) => exactPaired(rows, change, change).falseAlarms)
  const average = points.reduce((sum, { coverage }) => sum + coverage, 0) / points.length
  const least = Math.min(...points.map(({ coverage }) => coverage))
  return [`${rows}`, percent(least), percent(average), percent(Math.max(...alike))]
})

const single = sizes.map((rows) => [
  `${rows}`,
  percent(leastProportionCoverage(rows, exactProportionInterval)),
  percent(leastProportionCoverage(rows, wilsonInterval)),
])

const f1Repetitions = Math.ceil(repetitions / 2)
const f1: string[][] = []
for (const rows of sizes) {
  process.stderr.write(`macro F1, ${rows} rows\n`)
  const { coverage, falseAlarms } = await simulateMacroF1(rows, f1Repetitions, 400)
  f1.push([`${rows}`, percent(coverage), percent(falseAlarms)])
}

const text = `
**Continuous scores**: how often the 95 % interval of a mean holds the truth / how often two equal runs are called different, in per cent, by rows; ${repetitions.toLocaleString("en-US")} repetitions each (± ${uncertainty(repetitions)}).

${table(["scores", ...sizes.map(String)], means)}

**Binary scores, paired**: computed exactly over ${changes.length} × ${changes.length + 1} combinations of true changes.

${table(["rows", "interval covers, least", "on average", "false alarms of McNemar, most"], paired)}

**One proportion**: least coverage over 499 true proportions, exactly.

${table(["rows", "exact (used)", "Wilson"], single)}

**Macro F1 recomputed on resampled rows**, difference of two equal four-way classifiers; ${f1Repetitions.toLocaleString("en-US")} repetitions (± ${uncertainty(f1Repetitions)}).

${table(["rows", "interval covers", "false alarms"], f1)}
`
const [open, close] = ["<!-- simulation -->", "<!-- /simulation -->"]
const file = new URL("../docs/reference/statistics.md", import.meta.url)
const page = readFileSync(file, "utf8")
writeFileSync(
  file,
  `${page.slice(0, page.indexOf(open) + open.length)}\n${text}\n${page.slice(page.indexOf(close))}`,
)
