import { createHash } from "node:crypto"
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import type { ConversationSummary } from "@internal/schema/studio"
import type { Handlers } from "../http/handler.ts"
import type { Studio } from "../studio.ts"

type Operations =
  | "conversations.list"
  | "conversations.get"
  | "conversations.keep"
  | "conversations.delete"
  | "conversations.settings"
  | "conversations.keepSettings"
  | "conversations.init"

/** Conversations of a flow that are kept. */
const MOST = 50

interface Kept extends Pick<ConversationSummary, "title" | "turns"> {
  content?: unknown
}

/**
 * They lie in the home folder and not beside the flow: what somebody has said to a flow while trying it is nobody else's who
 * gets the folder. A file for each, of the user alone.
 */
export const conversationHandlers: Handlers<Operations> = {
  "conversations.list": (studio, { query }) =>
    keptFiles(folderOf(studio, query.flow)).flatMap(({ id, file, updatedAt }) => {
      const kept = read(file)
      return kept ? [{ id, title: kept.title, turns: kept.turns, updatedAt }] : []
    }),
  "conversations.get": (studio, { query }) => ({
    content: read(join(folderOf(studio, query.flow), `${query.id}.json`))?.content ?? null,
  }),
  "conversations.keep"(studio, { query, body }) {
    const folder = folderOf(studio, query.flow)
    write(folder, `${query.id}.json`, body satisfies Kept)
    for (const { file: old } of keptFiles(folder).slice(MOST)) rmSync(old, { force: true })
    return { ok: true }
  },
  "conversations.delete"(studio, { query }) {
    rmSync(join(folderOf(studio, query.flow), `${query.id}.json`), { force: true })
    return { ok: true }
  },
  "conversations.settings": (studio, { query }) => ({
    content: read(join(folderOf(studio, query.flow), SETTINGS))?.content ?? null,
  }),
  "conversations.keepSettings"(studio, { query, body }) {
    write(folderOf(studio, query.flow), SETTINGS, body)
    return { ok: true }
  },
  "conversations.init": ({ init }) => ({ content: init ? init.read() : null }),
}

/** No conversation can be called so. */
const SETTINGS = "settings"

function write(folder: string, name: string, content: object): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, name)
  writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

function folderOf({ api, folder }: Studio, flow: string): string {
  const key = createHash("sha256").update(folder.inside(flow)).digest("hex").slice(0, 24)
  return join(api.home, "conversations", key)
}

/** The newest first. */
function keptFiles(folder: string): { id: string; file: string; updatedAt: number }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => {
      const file = join(folder, name)
      return { id: name.slice(0, -".json".length), file, updatedAt: statSync(file).mtimeMs }
    })
    .sort((one, other) => other.updatedAt - one.updatedAt)
}

function read(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Kept
  } catch {
    return undefined // it is not there, or is no such file
  }
}
