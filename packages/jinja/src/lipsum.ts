import { spendIteration } from "./limits.ts"
import { integerArgument } from "./methods/arguments.ts"
import { seededRandom } from "./random.ts"
import { escapeText, Markup } from "./values/markup.ts"

const WORDS = (
  "a ac accumsan ad adipiscing aenean aliquam aliquet amet ante aptent arcu at auctor augue bibendum blandit class " +
  "commodo condimentum congue consectetuer consequat conubia convallis cras cubilia cum curabitur curae cursus dapibus " +
  "diam dictum dictumst dignissim dis dolor donec dui duis egestas eget eleifend elementum elit enim erat eros est et " +
  "etiam eu euismod facilisi facilisis fames faucibus felis fermentum feugiat fringilla fusce gravida habitant hac " +
  "hendrerit hymenaeos iaculis id imperdiet in inceptos integer interdum ipsum justo lacinia lacus laoreet lectus leo " +
  "libero ligula litora lobortis lorem luctus maecenas magna magnis malesuada massa mattis mauris metus mi molestie"
).split(" ")

/** Filler text in Jinja2's shape. Jinja2's own is random at every call; ours is the same for the same arguments. */
export function lipsum(n: unknown, html: boolean, min: unknown, max: unknown): string | Markup {
  const random = seededRandom(1)
  const between = (from: number, to: number) => from + Math.floor(random() * Math.max(1, to - from))
  const count = integerArgument(n)
  const least = integerArgument(min)
  const most = integerArgument(max)
  const paragraphs: string[] = []
  for (let i = 0; i < count; i++) paragraphs.push(paragraph(between(least, most), between))
  if (!html) return paragraphs.join("\n\n")
  return new Markup(paragraphs.map((text) => `<p>${escapeText(text)}</p>`).join("\n"))
}

function paragraph(length: number, between: (from: number, to: number) => number): string {
  const words: string[] = []
  let last = ""
  let lastComma = 0
  let lastStop = 0
  let capital = true
  for (let i = 0; i < length; i++) {
    spendIteration()
    let word = last
    while (word === last) word = WORDS[between(0, WORDS.length)] as string
    last = word
    if (capital) word = (word[0] as string).toUpperCase() + word.slice(1)
    capital = false
    if (i - between(3, 8) > lastComma) {
      lastComma = i
      lastStop += 2
      word += ","
    }
    if (i - between(10, 20) > lastStop) {
      lastComma = i
      lastStop = i
      word += "."
      capital = true
    }
    words.push(word)
  }
  const text = words.join(" ")
  return text.endsWith(",") ? `${text.slice(0, -1)}.` : text.endsWith(".") ? text : `${text}.`
}
