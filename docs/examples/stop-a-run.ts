import { Millrace } from "millrace"

await using millrace = await Millrace.open()
const run = await millrace.runs.create({
  flow: "gallery/conditional",
  data: "gallery/conditional/data.jsonl",
  columnMapping: { question: "${data.question}" },
  concurrency: 1,
  signal: AbortSignal.timeout(60_000), // stops at once; cancel() lets lines in flight end
})
for await (const event of run.events()) {
  if (event.type === "line-end") run.cancel()
}
const { state, counts } = await run.result
console.log(state, counts.done, "of", counts.total)
