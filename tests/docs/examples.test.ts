import { spawn } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { repository, Workspace } from "../support/workspace.ts"
import { readPage } from "./pages.ts"

const folder = join(repository, "docs/examples")

/** What each example prints, run where there is a gallery. `tsc` compiles them with everything else. */
const PRINTED: Record<string, string | RegExp> = {
  "call-a-prompty.ts": /^positive \d\n\d+\n$/,
  "chat.ts": "Le Grand Paris is the capital of France.\n1 turn\n",
  "compare-variants.ts":
    /^summaries_variant_0 0\.725\nsummaries_variant_1 0\.625\nNot enough data to tell variant_1 from variant_0 on accuracy: 40 shared lines.*\n$/,
  "connections.ts": "AzureOpenAIConnection https://example.openai.azure.com ******\n",
  "find-mistakes.ts": /^true 0\nDATA_NOT_FOUND There is no data at \S+\. Give a file .*\n$/,
  "record-and-replay.ts": "{ answer: 'Le Grand Paris is the capital of France.' }\n",
  "run-an-experiment.ts":
    /'3': \{ role: 'keeper', answer: 'higher' \}.*\[STOP\].*\ngame chat_group Completed\n$/s,
  "run-over-rows.ts": /^done: 3 of 3 lines, in \S+\nwords: \[ 24, 20, 16 \]\n$/,
  "stop-a-run.ts": /^cancelled [12] of 4\n$/,
  "test-a-flow.ts": /^done: write_letter\ndone: count_words\ndone \{\n.*Dear Grace.*words: 24\n\}\n$/s,
}

function run(
  example: string,
  here: Workspace,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const env = { ...process.env, MILLRACE_HOME: here.home, NO_COLOR: "1", FORCE_COLOR: undefined }
  const child = spawn(process.execPath, [join(folder, example)], { cwd: here.folder, env })
  const printed = { stdout: "", stderr: "" }
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      printed[stream] += text
    })
  return new Promise((resolve, reject) =>
    child.on("error", reject).on("close", (code) => resolve({ code, ...printed })),
  )
}

describe("docs/examples", () => {
  it("are all here", () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(PRINTED))
  })

  it.each(Object.entries(PRINTED))("%s prints what it should", async (example, expected) => {
    await using here = await Workspace.make()
    await here.copy("gallery", "gallery")
    const { code, stdout, stderr } = await run(example, here)
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(stdout).toEqual(typeof expected === "string" ? expected : expect.stringMatching(expected))
  })

  it.each(Object.keys(PRINTED))("%s is on docs/sdk.md word for word", (example) => {
    const code = readFileSync(join(folder, example), "utf8")
    expect(readPage("docs/sdk.md")).toContain(`<!-- docs/examples/${example} -->\n\`\`\`ts\n${code}\`\`\`\n`)
  })
})
