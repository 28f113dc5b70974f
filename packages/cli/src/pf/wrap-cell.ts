/**
 * A text in lines of at most `width` characters, as Python's `textwrap` does it: at blanks, which are dropped at the
 * ends of lines; a word that is longer than a line is cut where the line is full.
 */
export function wrapCell(text: string, width: number): string[] {
  const lines = text.split("\n").flatMap((line) => wrapLine(line, width))
  return lines.length > 0 ? lines : [""]
}

function wrapLine(text: string, width: number): string[] {
  const queue: string[] = text.match(/\s+|\S+/g) ?? []
  const lines: string[] = []
  let line = ""
  const close = () => {
    const kept = line.trimEnd()
    if (kept !== "") lines.push(kept)
    line = ""
  }
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (line === "" && lines.length > 0 && word.trim() === "") continue
    if (line.length + word.length <= width) {
      line += word
      continue
    }
    if (word.length > width) {
      const room = width - line.length
      line += word.slice(0, room)
      queue.unshift(word.slice(room))
    } else queue.unshift(word)
    close()
  }
  close()
  return lines.length > 0 ? lines : [""]
}
