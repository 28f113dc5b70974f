/** What fields may be separated by, the likeliest first. */
const DELIMITERS = ["\t", ",", ";", "|"] as const
/** Lines that are looked at. */
const LOOKED_AT = 20

/**
 * A file of text that is uploaded as data, under the name that says what it is: lines of JSON stay as they are, fields with
 * delimiters between become tsv or csv. Other endings say themselves what they are.
 */
export function sniffData(name: string, bytes: Buffer): { name: string; bytes: Buffer } {
  if (!/\.txt$/i.test(name)) return { name, bytes }
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "")
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "")
  if (/^\s*[[{]/.test(lines[0] ?? "")) return { name, bytes }
  const delimiter = delimiterOf(lines.slice(0, LOOKED_AT))
  if (delimiter === undefined) return { name, bytes }
  const ending = (of: string) => name.replace(/\.txt$/i, of)
  if (delimiter === "\t") return { name: ending(".tsv"), bytes }
  if (delimiter === ",") return { name: ending(".csv"), bytes }
  return { name: ending(".csv"), bytes: Buffer.from(withCommas(text, delimiter)) }
}

/** That which every line has, the first as often as any; undefined where none is so. */
function delimiterOf(lines: readonly string[]): string | undefined {
  const counts = DELIMITERS.map((delimiter) => ({
    delimiter,
    fewest: Math.min(...lines.map((line) => fieldsOf(line, delimiter).length - 1)),
  })).filter(({ fewest }) => fewest > 0 && Number.isFinite(fewest))
  return counts.toSorted((one, other) => other.fewest - one.fewest)[0]?.delimiter
}

function withCommas(text: string, delimiter: string): string {
  const quoted = (field: string) =>
    /[",\n\r]/.test(field) && !/^".*"$/s.test(field) ? `"${field.replaceAll('"', '""')}"` : field
  return records(text)
    .map((record) => fieldsOf(record, delimiter).map(quoted).join(","))
    .join("\n")
}

/** Lines, but for ends of lines within quotes. */
function records(text: string): string[] {
  const found: string[] = []
  for (const line of text.split(/\r?\n/)) {
    const open = found.at(-1)
    if (open !== undefined && isOpen(open)) found[found.length - 1] = `${open}\n${line}`
    else found.push(line)
  }
  return found
}

const isOpen = (record: string): boolean => (record.split('"').length - 1) % 2 === 1

/** Fields as they are written, quotes and all. */
function fieldsOf(record: string, delimiter: string): string[] {
  const fields: string[] = []
  let last = ""
  for (const part of record.split(delimiter)) {
    last = last === "" ? part : `${last}${delimiter}${part}`
    if (isOpen(last)) continue
    fields.push(last)
    last = ""
  }
  return last === "" ? fields : [...fields, last]
}
