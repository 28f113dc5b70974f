import { Millrace } from "millrace"

await using millrace = await Millrace.open()
await using chat = await millrace.flows.chat({
  flow: "gallery/chat-basic",
  replay: "gallery/chat-basic/recordings",
})
for await (const part of chat.ask("What is the capital of France?")) process.stdout.write(part)
console.log(`\n${chat.history.length} turn`)
