import { useCallback, useSyncExternalStore } from "react"
import { callFile } from "../api/call.ts"
import { onFiles } from "../api/live-changes.ts"
import { useAnswer } from "../api/queries.ts"

interface Read {
  address: string | null
  isOld?: true
}

/** More than a page shows at once; those that were shown longest ago are read again when they are wanted. */
const MOST = 1000

/** Images as this page may show them: files are asked with the session, and shown as blobs. */
const addresses = new Map<string, Read>()
const listeners = new Set<() => void>()
let version = 0

/**
 * The address of an image once it has been read; null until then, and where it is not to be had: its path is shown. What is
 * old is read again, and stands until then.
 */
export function readAddress(key: string, read: () => Promise<Blob>): string | null {
  const known = addresses.get(key)
  if (known && !known.isOld) {
    shownLast(key, known)
    return known.address
  }
  const before = known?.address ?? null
  const asked: Read = { address: before }
  shownLast(key, asked)
  const come = (blob: Blob | null) => {
    if (addresses.get(key) !== asked) return // it has changed since it was asked for
    asked.address = blob && URL.createObjectURL(blob)
    if (before !== null) URL.revokeObjectURL(before)
    if (blob || before !== null) tell()
  }
  read().then(come, () => come(null))
  return before
}

function shownLast(key: string, read: Read): void {
  addresses.delete(key)
  addresses.set(key, read)
  for (const [oldest, { address }] of addresses) {
    if (addresses.size <= MOST) return
    addresses.delete(oldest)
    if (address !== null) URL.revokeObjectURL(address)
  }
}

function tell(): void {
  version++
  for (const listener of listeners) listener()
}

const addressOf = (path: string) =>
  readAddress(ofFolder(path), () => callFile("files.bytes", { query: { path } }))

/** However its path is written. */
const ofFolder = (path: string) => `folder ${path.replaceAll(/(?<=^|\/)\.\//g, "")}`

onFiles((paths) => {
  const changed = paths === "any" ? [...addresses.keys()] : paths.map(ofFolder)
  const known = changed.filter((key) => addresses.has(key))
  for (const key of known) addresses.set(key, { address: addresses.get(key)?.address ?? null, isOld: true })
  if (known.length > 0) tell()
})

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
        const inside = root !== undefined && path.startsWith(root) ? path.slice(root.length) : ""
        // what lies in a folder whose name only begins as that of the opened one is none of its files
        return /^[/\\]/.test(inside) ? addressOf(inside.replaceAll("\\", "/").replace(/^\/+/, "")) : null
      }
      return addressOf(flowFolder === "." ? path : `${flowFolder}/${path}`)
    },
    [flowFolder, root, now],
  )
}
