import { Millrace, toPlain } from "millrace"

await using millrace = await Millrace.open()
const template = "gallery/guess-number/guess-number.exp.yaml"
const { outputs } = await millrace.experiments.test({ template, inputs: { number: 3, highest: 7 } }).result
console.log(toPlain(outputs.get("game") ?? null))

const experiment = await (await millrace.experiments.start({ template })).result
for (const { name, type, status } of experiment.nodes) console.log(name, type, status)
