import { Millrace } from "millrace"

await using millrace = await Millrace.open()
const run = await millrace.runs.create({
  flow: "gallery/basic",
  data: "gallery/basic/data.jsonl",
  columnMapping: { name: "${data.name}", topics: "${data.topics}" },
  concurrency: 4,
})
for await (const event of run.events()) {
  if (event.type === "line-end" && event.error) console.error(`line ${event.line}: ${event.error.message}`)
}
const { name, state, counts, output } = await run.result
console.log(`${state}: ${counts.done} of ${counts.total} lines, in ${output}`)

const { columns, rows } = await millrace.runs.details(name)
const words = columns.indexOf("outputs.words")
console.log(
  "words:",
  rows.map((row) => row[words]),
)
