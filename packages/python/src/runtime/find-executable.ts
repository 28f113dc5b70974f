import { accessSync, constants, statSync } from "node:fs"
import { delimiter, join } from "node:path"

/** The first file of that name on PATH that may be executed. */
export function findExecutable(name: string, path = process.env.PATH ?? ""): string | undefined {
  const endings = process.platform === "win32" ? [".exe", ".cmd", ".bat", ""] : [""]
  for (const folder of path.split(delimiter)) {
    for (const ending of endings) {
      const file = join(folder, `${name}${ending}`)
      if (folder !== "" && isExecutable(file)) return file
    }
  }
  return undefined
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
