import { Millrace, toPlain } from "millrace"

await using millrace = await Millrace.open()
const test = millrace.flows.test({
  flow: "gallery/basic",
  inputs: { name: "Grace", topics: ["looms", "tides"] },
})
for await (const event of test.events()) {
  if (event.type === "node-end") console.log(`done: ${event.node}`)
}
const { status, output, error } = await test.result
console.log(status, error?.message ?? toPlain(output))
