import { useCallback, useSyncExternalStore } from "react"
import { callFile } from "../api/call.ts"
import { useAnswer } from "../api/queries.ts"

/** Images as this page may show them: files are asked with the session, and shown as blobs. */
const addresses = new Map<string, string | null>()
const listeners = new Set<() => void>()
let version = 0

/** The address of an image once it has been read; null until then, and where it is not to be had: its path is shown. */
export function readAddress(key: string, read: () => Promise<Blob>): string | null {
  const known = addresses.get(key)
  if (known !== undefined) return known
  addresses.set(key, null)
  read().then(
    (blob) => {
      addresses.set(key, URL.createObjectURL(blob))
      version++
      for (const listener of listeners) listener()
    },
    () => {},
  )
  return null
}

const addressOf = (path: string) =>
  readAddress(`folder ${path}`, () => callFile("files.bytes", { query: { path } }))

/** Changes when an image has come. */
export function useImagesRead(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => version,
  )
}

/** Turns a path, of the flow's folder or absolute, into an address; null while it is asked for, and where it is not to be had. */
export function useFolderImages(flowFolder: string): (path: string) => string | null {
  const root = useAnswer("home").data?.folder
  const now = useImagesRead()
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
