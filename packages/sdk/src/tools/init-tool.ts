import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs"
import { basename, join, resolve } from "node:path"
import { MillraceError } from "@internal/schema"
import type { Context } from "../context.ts"
import { packageFiles, toolFiles } from "./tool-templates.ts"

export interface InitToolOptions {
  tool: string
  /** Make a package of that name that holds the tool. */
  package?: string
  icon?: string
  category?: string
  tags?: Record<string, unknown>
}

export interface WrittenTool {
  /** Where the tool's file is. */
  folder: string
  files: { path: string; overwritten: boolean }[]
}

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u

/**
 * Writes a tool, or a package with one, into the working directory; files that are there are overwritten, as the original
 * does. Fails with `TOOL_NAME_INVALID`, and with `FILE_NOT_FOUND` for an icon that is not there.
 */
export function initTool(context: Context, options: InitToolOptions): WrittenTool {
  const { cwd } = context.places
  checkNames(options)
  const icon = options.icon === undefined ? undefined : resolve(cwd, options.icon)
  if (icon !== undefined && !existsSync(icon)) {
    throw new MillraceError("TOOL_QUESTION_FAILED", { detail: `Cannot find the icon path ${options.icon}.` })
  }
  const { package: name } = options
  const root = name === undefined ? cwd : join(cwd, name)
  const shownIcon = icon && (name === undefined ? icon : `icons/${basename(icon)}`)
  const given = { ...options, ...(shownIcon && { icon: shownIcon }) }
  const files = name === undefined ? toolFiles(given) : packageFiles({ ...given, package: name })
  const written = Object.entries(files).map(([path, text]) => write(join(root, path), text))
  if (name !== undefined) {
    writeFileSync(join(root, "MANIFEST.in"), icon ? "include icons/*\n" : "")
    if (icon) {
      mkdirSync(join(root, "icons"), { recursive: true })
      copyFileSync(icon, join(root, "icons", basename(icon)))
    }
  }
  return { folder: name === undefined ? root : join(root, name), files: written }
}

/** Rejects what Python could not import. */
export function checkNames(options: Pick<InitToolOptions, "tool" | "package">): void {
  for (const [what, name] of [
    ["package", options.package],
    ["tool", options.tool],
  ] as const) {
    if (name !== undefined && !IDENTIFIER.test(name))
      throw new MillraceError("TOOL_NAME_INVALID", { what, name })
  }
}

function write(path: string, text: string): WrittenTool["files"][number] {
  const overwritten = existsSync(path)
  mkdirSync(join(path, ".."), { recursive: true })
  writeFileSync(path, text)
  return { path, overwritten }
}
