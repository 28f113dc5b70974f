import { compile } from "@internal/jinja"
import type { ImageRef, MediaStore } from "@internal/schema"
import type { Value } from "@internal/value"
import { expect, test } from "vitest"
import { mediaValue } from "./media-values.ts"
import { withTemplateImages } from "./template-image.ts"

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
const bytes = Buffer.from(PIXEL, "base64")
const store: MediaStore = {
  key: "image:test",
  folder: "",
  load: () => Promise.reject(new Error("nothing is loaded here")),
  bytes: () => bytes,
}
const sha1 = "2732f12a8f18d27cf0fa78ef41091bfa1ccec9ce"
const image: ImageRef = { kind: "image", sha1, mime: "image/png", url: null }
const x = mediaValue(image, store)
const variables: Value = new Map<string, Value>([
  ["x", x],
  ["l", [1, x]],
])

// As the original renders them.
test.for([
  [
    "{{x}} {{x|string}} {{x ~ 'z'}} {{x|upper}}",
    "Image(2732f12a) Image(2732f12a) Image(2732f12a)z IMAGE(2732F12A)",
  ],
  [
    "{{[x, x]}} {{ {'a': x} }} {{l}}",
    "[Image(2732f12a), Image(2732f12a)] {'a': Image(2732f12a)} [1, Image(2732f12a)]",
  ],
  ["{{l|join('-')}} {{l[1]}}", "1-Image(2732f12a) Image(2732f12a)"],
  ["{{x|length}} {{x == l[1]}} {{x is string}} {% if x %}yes{% endif %}", "69 True False yes"],
  ["{{x.source_url}} {{x.serialize()}} [{{x.nope}}]", "None Image(2732f12a) []"],
  ["{{x.to_base64()}}", PIXEL],
  [
    "{{x.to_base64(True)}} {{x.to_base64(with_type=true)}}",
    `data:image/png;base64,${PIXEL} data:image/png;base64,${PIXEL}`,
  ],
])("%s", ([template = "", expected]) => {
  const seen = withTemplateImages(variables, store) as Map<string, unknown>
  expect(compile(template, { name: "t" }).render(seen)).toBe(expected)
})
