import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const VERSION = "1.18.5"
/** Distributions that the shim stands in for. */
const NAMES = ["promptflow", "promptflow-core", "promptflow-devkit", "promptflow-tracing", "promptflow-tools"]

/** Tells pip that promptflow is there, so that packages which require it install without it. */
export function writeStubDistributions(sitePackages: string): void {
  for (const name of NAMES) {
    const folder = join(sitePackages, `${name.replaceAll("-", "_")}-${VERSION}.dist-info`)
    mkdirSync(folder, { recursive: true })
    const files: Record<string, string> = {
      METADATA: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${VERSION}\nSummary: Stands for ${name}: Millrace provides its modules.\n`,
      INSTALLER: "millrace\n",
      WHEEL: "Wheel-Version: 1.0\nGenerator: millrace\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    const names = [...Object.keys(files), "RECORD"].map(
      (file) => `${name.replaceAll("-", "_")}-${VERSION}.dist-info/${file},,`,
    )
    for (const [file, text] of Object.entries({ ...files, RECORD: `${names.join("\n")}\n` })) {
      writeFileSync(join(folder, file), text)
    }
  }
}
