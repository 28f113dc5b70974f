import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { MillraceError } from "@internal/schema"
import type { Context } from "../context.ts"
import { renderReport } from "./render-report.ts"
import { reportData } from "./report-data.ts"
import { writePage } from "./write-page.ts"

/** Writes the page that shows runs; answers its path. Default: a new file among the temporary ones. */
export async function writeReport(
  context: Context,
  names: readonly string[],
  file?: string,
): Promise<string> {
  if (names.length === 0) throw new MillraceError("USAGE", { reason: "Name at least one run." })
  const page = renderReport(await reportData(context, names))
  const path = file ?? join(mkdtempSync(join(tmpdir(), "pf-visualize-detail-")), "runs.html")
  return writePage(context, page, { file: path, option: "--html-path" })
}
