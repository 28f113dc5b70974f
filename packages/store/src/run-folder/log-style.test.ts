import { expect, test } from "vitest"
import { formatted, isLogged, logStyle, strftime } from "./log-style.ts"

const at = new Date(2026, 10, 26, 9, 5, 7).getTime()
const entry = { at, logger: "execution.flow", level: "INFO", text: "Node f completes." }

/** Formats and what the original writes with them (spec 12). */
test.for<[string, string]>([
  ["%(levelname)s|%(message)s", "INFO|Node f completes."],
  [
    "%(asctime)s %(name)-18s %(levelname)-8s %(message)s",
    "09:05 execution.flow     INFO     Node f completes.",
  ],
  ["%(levelno)05d %(name)20s %%", "00020       execution.flow %"],
  ["%(unknown)s %(message)s", "%(unknown)s Node f completes."],
])("%s", ([format, line]) => {
  const style = logStyle({ PF_LOG_FORMAT: format, PF_LOG_DATETIME_FORMAT: "%H:%M" })
  expect(formatted(entry, style)).toBe(line)
})

test.for<[string | undefined, string[]]>([
  [undefined, ["INFO", "WARNING", "ERROR"]],
  ["DEBUG", ["INFO", "WARNING", "ERROR"]],
  ["warning", ["WARNING", "ERROR"]],
  ["ERROR", ["ERROR"]],
  ["CRITICAL", []],
  ["nope", ["INFO", "WARNING", "ERROR"]],
  ["30", ["INFO", "WARNING", "ERROR"]],
])("level %s", ([level, logged]) => {
  const style = logStyle({ PF_LOGGING_LEVEL: level })
  expect(["INFO", "WARNING", "ERROR"].filter((one) => isLogged(one, style))).toEqual(logged)
})

test("times are written as Python writes them", () => {
  const date = new Date(2026, 10, 6, 15, 4, 5)
  expect(strftime(date, "%Y-%m-%d %H:%M:%S %y %I%p %a %A %b %B %% %Q")).toBe(
    "2026-11-06 15:04:05 26 03PM Fri Friday Nov November % %Q",
  )
  expect(strftime(date, "%z")).toMatch(/^[+-]\d{4}$/)
})
