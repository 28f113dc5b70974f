import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { repository } from "../support/workspace.ts"

/** Paths of all pages of the repository, from its root. */
export const pages: readonly string[] = spawnSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "--", "*.md"],
  { cwd: repository, encoding: "utf8" },
)
  .stdout.split("\n")
  .filter((path) => path !== "")

export function readPage(path: string): string {
  return readFileSync(join(repository, path), "utf8")
}

/** Text of the page's fenced code blocks in one of these languages (`""`: none given). */
export function codeBlocks(page: string, languages: readonly string[]): string[] {
  const blocks = page.matchAll(/^```(\S*)\n(.*?)^```$/gms)
  return Array.from(blocks, ([, language = "", text = ""]) => ({ language, text }))
    .filter(({ language }) => languages.includes(language))
    .map(({ text }) => text)
}

/** Words of each `millrace` or `pf` command in a shell text, program first; `\` at a line's end goes on, `#` and `>` end it. */
export function commands(shell: string): string[][] {
  const starts = /^(?:- run: )?(?:npx )?(?=(?:millrace|pf) )/
  return shell
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => starts.test(line))
    .flatMap((line) => line.replace(starts, "").split(" && "))
    .map(words)
    .filter(([program]) => program === "millrace" || program === "pf")
}

/** Splits as a shell does, as far as the pages need it: blanks, both quotes, comments, redirections. */
function words(line: string): string[] {
  const found: string[] = []
  for (const [word] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    if (/^[#>]/.test(word)) break
    found.push(word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double))
  }
  return found
}
