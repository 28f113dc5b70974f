export interface ServerEvent {
  event: string
  data: string
}

/**
 * Server-sent events of a byte stream, as the standard has it: any line ending, comments, several `data` lines, a byte
 * order mark, characters split between chunks. Unlike the standard, an event that the stream's end leaves open counts:
 * some servers end without the last blank line.
 */
export async function* serverEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder()
  let pending = ""
  let event = ""
  let data: string[] = []
  for await (const chunk of bytes) {
    pending += decoder.decode(chunk, { stream: true })
    let start = 0
    while (true) {
      const end = lineEnd(pending, start)
      if (end === undefined) break
      const line = pending.slice(start, end.at)
      start = end.next
      if (line !== "") {
        const colon = line.indexOf(":")
        const field = colon < 0 ? line : line.slice(0, colon)
        const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1)
        if (field === "data") data.push(value)
        else if (field === "event") event = value
        continue
      }
      if (data.length > 0) yield { event: event || "message", data: data.join("\n") }
      event = ""
      data = []
    }
    pending = pending.slice(start)
  }
  if (pending.startsWith("data:")) data.push(pending.slice(5).trim())
  if (data.length > 0) yield { event: event || "message", data: data.join("\n") }
}

/** The next line's end, or nothing while it may still be incomplete: a final CR may be half of CRLF. */
function lineEnd(text: string, from: number): { at: number; next: number } | undefined {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10) return { at, next: at + 1 }
    if (code !== 13) continue
    if (at + 1 === text.length) return undefined
    return { at, next: text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1 }
  }
  return undefined
}
