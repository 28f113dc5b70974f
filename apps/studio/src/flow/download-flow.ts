import { callFile } from "../api/call.ts"
import { saveFile } from "../ui/save-file.ts"

/** Hands the files of a flow to the browser's downloads, as a zip. */
export async function downloadFlow({ path, name }: { path: string; name: string }): Promise<void> {
  saveFile(
    await callFile("flows.download", { query: { flow: path } }),
    `${name.replace(/\.prompty$/, "")}.zip`,
  )
}
