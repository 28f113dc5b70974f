import { Millrace } from "millrace"

await using millrace = await Millrace.open()
await millrace.connections.create({
  name: "my_azure",
  type: "azure_open_ai",
  api_base: "https://example.openai.azure.com",
  api_key: process.env.AZURE_OPENAI_API_KEY ?? "not-a-real-key",
})
const { type, fields } = await millrace.connections.get("my_azure")
console.log(type, fields.api_base, fields.api_key) // secrets never come back
await millrace.connections.delete("my_azure")
