import { useCallback } from "react"
import { callFile } from "../api/call.ts"
import { readAddress, useImagesRead } from "../flow/folder-images.ts"

/**
 * Turns the path of an image in a line of a run into an address; null while it is asked for, and where it is gone. Of several
 * runs it is that of the run whose folder it lies in, else that of the first.
 */
export function useRunImages(...names: readonly string[]): (path: string) => string | null {
  const now = useImagesRead()
  const all = names.join("\n")
  return useCallback(
    (path) => {
      void now // another function when an image has come
      if (/^(https?|data|blob):/i.test(path)) return null
      const runs = all.split("\n")
      const name = runs.find((one) => path.split(/[/\\]/).includes(one)) ?? (runs[0] as string)
      return readAddress(`run ${name} ${path}`, () => callFile("runs.image", { query: { name, path } }))
    },
    [all, now],
  )
}
