type Environment = Readonly<Record<string, string | undefined>>

/** How lines of a log look, and which of them are written (spec 12). */
export interface LogStyle {
  /** Least level, as a number of Python's `logging`. */
  level: number
  /** A `%` format of Python's `logging`; undefined: the usual one. */
  format: string | undefined
  /** A `strftime` format; undefined: `%Y-%m-%d %H:%M:%S %z`. */
  time: string | undefined
}

const LEVELS: { readonly [name: string]: number } = {
  CRITICAL: 50,
  FATAL: 50,
  ERROR: 40,
  WARN: 30,
  WARNING: 30,
  INFO: 20,
  DEBUG: 10,
  NOTSET: 0,
}

/** `PF_LOGGING_LEVEL` (INFO where it names no level), `PF_LOG_FORMAT`, `PF_LOG_DATETIME_FORMAT`. */
export function logStyle(env: Environment): LogStyle {
  return {
    level: LEVELS[env.PF_LOGGING_LEVEL?.toUpperCase() ?? ""] ?? 20,
    format: env.PF_LOG_FORMAT || undefined,
    time: env.PF_LOG_DATETIME_FORMAT || undefined,
  }
}

export function isLogged(level: string, style: LogStyle): boolean {
  return (LEVELS[level] ?? 20) >= style.level
}

/** A line in the style's own format. */
export function formatted(
  entry: { at: number; logger: string; level: string; text: string },
  { format, time }: LogStyle,
): string {
  const fields: { [name: string]: string | number } = {
    asctime: strftime(new Date(entry.at), time ?? "%Y-%m-%d %H:%M:%S %z"),
    process: process.pid,
    processName: "MainProcess",
    thread: 0,
    threadName: "MainThread",
    name: entry.logger,
    levelname: entry.level,
    levelno: LEVELS[entry.level] ?? 20,
    message: entry.text,
    created: entry.at / 1000,
    msecs: entry.at % 1000,
  }
  const whole = format ?? "%(asctime)s %(process)7d %(name)-18s %(levelname)-8s %(message)s"
  return whole.replace(PERCENT, (all, name: string | undefined, flags = "", width = "0", digits, kind) => {
    if (name === undefined) return "%"
    const value = fields[name]
    if (value === undefined) return all
    const text =
      kind === "f" ? Number(value).toFixed(digits === undefined ? 6 : Number(digits)) : String(value)
    if (flags.includes("-")) return text.padEnd(Number(width))
    return text.padStart(Number(width), flags.includes("0") ? "0" : " ")
  })
}
const PERCENT = /%%|%\((\w+)\)([-0+ ]*)(\d+)?(?:\.(\d+))?([sdif])/g

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
const MONTHS = "January February March April May June July August September October November December".split(
  " ",
)

/** Python's `time.strftime` for local time; a directive that is not known stays. */
export function strftime(date: Date, format: string): string {
  const two = (n: number) => String(Math.trunc(n)).padStart(2, "0")
  const offset = -date.getTimezoneOffset()
  const day = DAYS[date.getDay()] as string
  const month = MONTHS[date.getMonth()] as string
  const directives: { [letter: string]: () => string } = {
    Y: () => String(date.getFullYear()),
    y: () => two(date.getFullYear() % 100),
    m: () => two(date.getMonth() + 1),
    d: () => two(date.getDate()),
    H: () => two(date.getHours()),
    I: () => two(date.getHours() % 12 || 12),
    M: () => two(date.getMinutes()),
    S: () => two(date.getSeconds()),
    p: () => (date.getHours() < 12 ? "AM" : "PM"),
    z: () => `${offset < 0 ? "-" : "+"}${two(Math.abs(offset) / 60)}${two(Math.abs(offset) % 60)}`,
    A: () => day,
    a: () => day.slice(0, 3),
    B: () => month,
    b: () => month.slice(0, 3),
    "%": () => "%",
  }
  return format.replace(/%(.)/gs, (all, letter: string) => directives[letter]?.() ?? all)
}
