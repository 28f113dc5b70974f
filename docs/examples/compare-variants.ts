import { Millrace } from "millrace"

const flow = "gallery/web-classification"

await using millrace = await Millrace.open()
const group = await millrace.runs.createMany({
  name: "summaries",
  flow,
  data: `${flow}/data.jsonl`,
  vary: "all",
  columnMapping: { url: "${data.url}" },
  replay: `${flow}/recordings`,
  evaluate: {
    flow: "gallery/eval-classification-accuracy",
    columnMapping: { groundtruth: "${data.answer}", prediction: "${run.outputs.category}" },
  },
})
const { evaluations } = await group.result
for (const { run, metrics } of evaluations) console.log(run, Number(metrics.accuracy))

const result = await millrace.runs.compare({ group: "summaries", metrics: ["accuracy"] })
console.log(result.verdict)
const worse = result.comparison.metrics.some(({ variants }) =>
  variants.some(({ outcome }) => outcome === "worse"),
)
process.exitCode = worse ? 3 : 0
