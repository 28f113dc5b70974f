import { z } from "zod"
import { done, path } from "./answers.ts"
import type { Route } from "./route.ts"

export const fileEntry = z.object({
  path,
  kind: z.enum(["file", "folder"]),
  /** Bytes. */
  size: z.number(),
  updatedAt: z.number(),
})
export type FileEntry = z.infer<typeof fileEntry>

export const fileText = z.object({
  path,
  /** Null: no text (an image, say); ask for the bytes. */
  text: z.string().nullable(),
  /** Hash of the content: what an edit is an edit of. */
  version: z.string(),
})

export const fileRoutes = {
  "files.list": {
    method: "GET",
    at: "/files",
    summary: "Everything below a folder, but hidden and generated things.",
    query: z.object({ folder: path }),
    answer: z.array(fileEntry),
  },
  "files.read": {
    method: "GET",
    at: "/files/text",
    summary: "A file's text.",
    query: z.object({ path }),
    answer: fileText,
  },
  "files.readAll": {
    method: "POST",
    at: "/files/texts",
    summary: "Texts of many files. Those that are not there, or lie beyond the opened folder, are left out.",
    body: z.object({ paths: z.array(path).max(10_000) }),
    answer: z.array(fileText),
  },
  "files.bytes": {
    method: "GET",
    at: "/files/bytes",
    summary: "A file.",
    query: z.object({ path }),
    answer: "file",
  },
  "files.write": {
    method: "PUT",
    at: "/files/text",
    summary:
      "Writes a file whose content is still `base` (null: a file that is not there). Else FILE_CHANGED, with what is there.",
    body: z.object({ path, text: z.string().max(20_000_000), base: z.string().nullable() }),
    answer: z.object({ version: z.string() }),
  },
  "files.upload": {
    method: "POST",
    at: "/files/bytes",
    summary:
      "Writes a file, which is the body, where there is none; with `replace` also where one is, which goes to the trash.",
    query: z.object({ path, replace: z.literal("true").optional() }),
    upload: true,
    answer: z.object({ path, version: z.string() }),
  },
  "files.makeFolder": {
    method: "POST",
    at: "/files/folder",
    summary: "A new folder.",
    body: z.object({ path }),
    answer: done,
  },
  "files.rename": {
    method: "POST",
    at: "/files/rename",
    summary: "Moves a file or folder to where nothing is.",
    body: z.object({ path, to: path }),
    answer: done,
  },
  "files.delete": {
    method: "DELETE",
    at: "/files",
    summary: "Moves a file or folder to the trash of the opened folder.",
    query: z.object({ path }),
    answer: z.object({ trash: path }),
  },
} as const satisfies Record<string, Route>
