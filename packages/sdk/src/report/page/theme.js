import { h } from "./dom.js"

/** Light, dark, or what the machine prefers. */
export function themeChoice() {
  const choose = (event) => {
    document.documentElement.dataset.theme = event.target.value
  }
  const themes = [
    ["auto", "theme: as the system"],
    ["light", "theme: light"],
    ["dark", "theme: dark"],
  ]
  return h(
    "select",
    { "aria-label": "Theme", onchange: choose },
    themes.map(([value, text]) => h("option", { value }, text)),
  )
}
