import { Millrace, toPlain } from "millrace"

await using millrace = await Millrace.open()
const { output } = await millrace.flows.test({
  flow: "gallery/chat-basic",
  inputs: { question: "What is the capital of France?" },
  replay: "gallery/chat-basic/recordings", // `record` keeps calls and answers in such a folder
}).result
console.log(toPlain(output))
