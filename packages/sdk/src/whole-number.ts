/** A number above 0 of a variable; one that is none counts as not set (spec 12). */
export function wholeNumber(text = ""): number | undefined {
  const value = /^\s*\+?\d+(_\d+)*\s*$/.test(text) ? Number(text.replaceAll("_", "")) : 0
  return value > 0 ? value : undefined
}
