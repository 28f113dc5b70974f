import { Millrace, MillraceError } from "millrace"

await using millrace = await Millrace.open()
const { passed, diagnostics } = await millrace.flows.validate({ flow: "gallery/basic" })
console.log(passed, diagnostics.length)

try {
  await millrace.runs.create({ flow: "gallery/basic", data: "gallery/basic/data.json1" })
} catch (error) {
  if (!(error instanceof MillraceError)) throw error
  console.log(error.code, error.message, error.hint)
}
