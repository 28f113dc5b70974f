import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** The folders of the Python side: beside the sources, or beside the bundle that holds this module. */
export interface PythonFiles {
  worker: string
  shim: string
}

export function pythonFiles(base: string | URL = import.meta.url): PythonFiles {
  for (const up of ["../", "./python/", "../python/", "../../python/"]) {
    const worker = fileURLToPath(new URL(`${up}worker`, base))
    if (existsSync(`${worker}/__main__.py`))
      return { worker, shim: fileURLToPath(new URL(`${up}shim`, base)) }
  }
  throw new TypeError(`The Python side of Millrace is not beside ${base}: reinstall the package.`)
}
