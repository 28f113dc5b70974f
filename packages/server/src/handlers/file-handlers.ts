import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs"
import { basename, extname } from "node:path"
import { MillraceError } from "@internal/schema"
import { atPath, move, put, readText, versionOf, writeText } from "../folder/file-access.ts"
import { imageType } from "../folder/image-type.ts"
import { discard, keep } from "../folder/trash.ts"
import { walk } from "../folder/walk.ts"
import type { Handlers } from "../http/handler.ts"
import { flowFolder } from "./flow-handlers.ts"

type Operations =
  | "files.list"
  | "files.read"
  | "files.readAll"
  | "files.bytes"
  | "files.write"
  | "files.upload"
  | "files.makeFolder"
  | "files.rename"
  | "files.delete"

export const fileHandlers: Handlers<Operations> = {
  "files.list"({ folder }, { query }) {
    const from = flowFolder(folder.inside(query.folder))
    if (!existsSync(from))
      throw new MillraceError("FILE_NOT_FOUND", {
        path: query.folder,
        reason: "It may have been moved or deleted.",
      })
    const base = folder.named(from) ?? "."
    return Array.from(
      walk(from, { leads: (real) => folder.has(real) }),
      ({ path, kind, size, updatedAt }) => ({
        path: base === "." ? path : `${base}/${path}`,
        kind,
        size,
        updatedAt,
      }),
    )
  },
  "files.read": ({ folder }, { query }) => readText(folder, query.path),
  "files.readAll": ({ folder }, { body: { paths } }) =>
    paths.flatMap((path) => {
      try {
        return [readText(folder, path)]
      } catch (thrown) {
        if (thrown instanceof MillraceError) return []
        throw thrown
      }
    }),
  async "files.bytes"({ folder }, { query: { path } }) {
    const absolute = folder.inside(path)
    if (!existsSync(absolute) || !statSync(absolute).isFile())
      throw new MillraceError("FILE_NOT_FOUND", { path, reason: "It may have been moved or deleted." })
    const image = imageType(extname(path))
    return {
      name: basename(path),
      type: image ?? "application/octet-stream",
      bytes: readFileSync(absolute),
      ...(image && { inline: true as const }),
    }
  },
  "files.write": ({ folder }, { body: { path, text, base } }) => writeText(folder, path, text, base),
  "files.upload"({ folder }, { query: { path, replace } }, { upload }) {
    const absolute = folder.inside(path)
    if (existsSync(absolute)) {
      if (!replace || !statSync(absolute).isFile()) throw new MillraceError("FILE_EXISTS", { path })
      keep(folder, path)
    }
    atPath(path, () => put(absolute, upload))
    return { path, version: versionOf(upload) }
  },
  "files.makeFolder"({ folder }, { body: { path } }) {
    const absolute = folder.inside(path)
    atPath(path, () => mkdirSync(absolute, { recursive: true }))
    return { ok: true }
  },
  "files.rename"({ folder }, { body: { path, to } }) {
    move(folder, path, to)
    return { ok: true }
  },
  "files.delete": ({ folder }, { query }) => ({ trash: discard(folder, query.path) }),
}
