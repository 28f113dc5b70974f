import { useCallback, useSyncExternalStore } from "react"
import { callFile } from "../api/call.ts"
import { useAnswer } from "../api/queries.ts"

/** Images of the opened folder as this page may show them: files are asked with the session, and shown as blobs. */
const addresses = new Map<string, string | null>()
const listeners = new Set<() => void>()
let version = 0

function addressOf(path: string): string | null {
  const known = addresses.get(path)
  if (known !== undefined) return known
  addresses.set(path, null)
  callFile("files.bytes", { query: { path } }).then(
    (blob) => {
      addresses.set(path, URL.createObjectURL(blob))
      version++
      for (const listener of listeners) listener()
    },
    () => {}, // it is not there: its path is shown
  )
  return null
}

/** Turns a path, of the flow's folder or absolute, into an address; null while it is asked for, and where it is not to be had. */
export function useFolderImages(flowFolder: string): (path: string) => string | null {
  const root = useAnswer("home").data?.folder
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => version,
  )
  return useCallback(
    (path) => {
      void now // another function when an image has come
      if (/^(https?|data|blob):/i.test(path)) return null
      if (/^([/\\]|[a-z]:)/i.test(path)) {
        const inside = root !== undefined && path.startsWith(root) ? path.slice(root.length) : undefined
        return inside === undefined ? null : addressOf(inside.replaceAll("\\", "/").replace(/^\/+/, ""))
      }
      return addressOf(flowFolder === "." ? path : `${flowFolder}/${path}`)
    },
    [flowFolder, root, now],
  )
}
