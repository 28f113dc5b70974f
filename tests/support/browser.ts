import { installChromium } from "../../scripts/chromium.mjs"

/**
 * Vitest calls this once before the tests that run the whole: those of the studio need Chromium. It is installed where it is
 * missing; where it cannot be, that is said before the tests and again after them.
 */
export default function findBrowser(): (() => void) | undefined {
  const files = process.argv.slice(2).filter((word) => /tests\/|\.test\.ts/.test(word))
  if (files.length > 0 && !files.some((file) => file.includes("studio"))) return undefined
  const { path, reasons } = installChromium()
  if (path) return undefined
  const say = () =>
    process.stderr.write(
      `\n*** THE STUDIO IS NOT TESTED: there is no Chromium, and it could not be installed. ${reasons.join("; ")}. ***\n\n`,
    )
  say()
  return say
}
