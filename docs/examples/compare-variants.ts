import { Millrace } from "millrace"

const flow = "gallery/web-classification"
const data = `${flow}/data.jsonl`

await using millrace = await Millrace.open()
const runs: string[] = []
for (const variant of ["variant_0", "variant_1"]) {
  const run = await millrace.runs.create({
    name: variant,
    flow,
    data,
    variant: `\${summarize_text_content.${variant}}`,
    columnMapping: { url: "${data.url}" },
    replay: `${flow}/recordings`,
  })
  await run.result
  const evaluation = await millrace.runs.create({
    name: `${variant}_accuracy`,
    flow: "gallery/eval-classification-accuracy",
    data,
    run: variant,
    columnMapping: { groundtruth: "${data.answer}", prediction: "${run.outputs.category}" },
  })
  const { metrics } = await evaluation.result
  console.log(variant, Number(metrics.accuracy))
  runs.push(variant)
}

const { comparison } = await millrace.runs.compare({ runs, metrics: ["accuracy"] })
console.log(comparison.verdict)
const worse = comparison.metrics.some(({ variants }) => variants.some(({ outcome }) => outcome === "worse"))
process.exitCode = worse ? 3 : 0
