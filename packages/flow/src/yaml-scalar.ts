import { float, int, type Value } from "@internal/value"

const NULL = /^(?:~|null|Null|NULL|)$/
const BOOL = /^(?:true|True|TRUE|false|False|FALSE)$/
const INT = /^(?:([-+]?)0b([0-1_]+)|([-+]?)0o?([0-7_]+)|[-+]?_*[0-9][0-9_]*|([-+]?)0x([0-9a-fA-F_]+))$/
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?)$/
const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$/
const NAN = /^\.(?:nan|NaN|NAN)$/
const DATE = /^\d{4}-\d\d-\d\d$/
const TIME =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::?(\d\d))?))?$/

/**
 * The value of a plain (unquoted) scalar by the rules of the original's loader: YAML 1.2 core with `1_000`, `0b101`,
 * and dates, which read as the text that Python's `str()` gives them.
 */
export function plainScalar(text: string): Value {
  if (NULL.test(text)) return null
  if (BOOL.test(text)) return text[0] === "t" || text[0] === "T"
  const first = text.charCodeAt(0)
  const numeric = (first >= 48 && first <= 57) || text[0] === "-" || text[0] === "+" || text[0] === "."
  if (!numeric) return text
  const number = numberOf(text)
  if (number !== undefined) return number
  return dateText(text) ?? text
}

/** The value of a scalar with an explicit core tag such as `!!bool yes`; tags it does not know leave the text. */
export function taggedScalar(tag: string, text: string): Value {
  switch (tag) {
    case "tag:yaml.org,2002:null":
      return null
    case "tag:yaml.org,2002:bool":
      return /^(?:true|yes|on|y)$/i.test(text)
    case "tag:yaml.org,2002:int":
      return numberOf(text) ?? text
    case "tag:yaml.org,2002:float": {
      const number = numberOf(text)
      return number === undefined ? text : float(Number(number))
    }
    case "tag:yaml.org,2002:timestamp":
      return dateText(text) ?? text
    default:
      return text
  }
}

function numberOf(text: string): number | bigint | Exclude<ReturnType<typeof float>, number> | undefined {
  const match = INT.exec(text)
  if (match) return integer(text, match)
  if (FLOAT.test(text)) return float(Number(text.replaceAll("_", "")))
  if (INFINITE.test(text)) return text[0] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return NAN.test(text) ? Number.NaN : undefined
}

function integer(text: string, [, binarySign, binary, octalSign, , hexSign, hex]: RegExpExecArray) {
  const digits = text.replaceAll("_", "")
  const bare = digits.replace(/^[-+]/, "")
  // YAML 1.2: a leading 0 alone does not make an octal number, `0o` does.
  const based = binary !== undefined || hex !== undefined || bare.startsWith("0o")
  const magnitude = BigInt(based ? bare : bare.replace(/^0+(?=\d)/, ""))
  const negative = (binarySign ?? octalSign ?? hexSign ?? "") === "-" || digits.startsWith("-")
  return int(negative ? -magnitude : magnitude)
}

/** `str()` of the date or datetime that Python would build; undefined if the text is neither. */
function dateText(text: string): string | undefined {
  if (DATE.test(text)) return text
  const match = TIME.exec(text)
  if (!match) return undefined
  const [
    ,
    year,
    month = "",
    day = "",
    hour = "",
    minute,
    second,
    fraction,
    zone,
    sign,
    zoneHour = "",
    zoneMinute,
  ] = match
  const two = (digits: string) => digits.padStart(2, "0")
  const micro = (fraction ?? "").slice(0, 6).padEnd(6, "0")
  const clock = `${two(hour)}:${minute}:${second}${Number(micro) === 0 ? "" : `.${micro}`}`
  const separator = /^[\d-]+[Tt]/.test(text) ? "T" : " "
  const offset = zone === "Z" ? "+00:00" : zone && `${sign}${two(zoneHour)}:${zoneMinute ?? "00"}`
  return `${year}-${two(month)}-${two(day)}${separator}${clock}${offset ?? ""}`
}
