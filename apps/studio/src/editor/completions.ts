import type { Completion, CompletionSource } from "@codemirror/autocomplete"

/** Variables of a template, inside `{{ … }}` and `{% … %}`. */
export function completeVariables(names: readonly string[]): CompletionSource {
  const options: Completion[] = names.map((label) => ({ label, type: "variable", boost: 50 }))
  return (context) => {
    const word = context.matchBefore(/\w*/)
    if (
      !word ||
      (word.from === word.to && !context.explicit && !opens(context.state.sliceDoc(word.from - 3, word.from)))
    )
      return null
    const before = context.state.sliceDoc(Math.max(0, word.from - 2000), word.from)
    const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"))
    if (open < 0 || Math.max(before.lastIndexOf("}}"), before.lastIndexOf("%}")) > open) return null
    if (/[.\w]$/.test(before)) return null // an attribute
    return { from: word.from, options, validFor: /^\w*$/ }
  }
}

function opens(text: string): boolean {
  return /\{[{%]\s?$/.test(text)
}

/** References such as `${fetch.output}`, from `${` on. */
export function completeReferences(
  references: readonly { text: string; detail: string }[],
): CompletionSource {
  const options: Completion[] = references.map(({ text, detail }) => ({
    label: text,
    detail,
    type: "variable",
  }))
  return (context) => {
    const word = context.matchBefore(/\$\{?[\w.]*/)
    if (!word) return null
    const hasEnd = context.state.sliceDoc(context.pos, context.pos + 1) === "}"
    return {
      from: word.from,
      to: hasEnd ? context.pos + 1 : context.pos,
      options,
      validFor: /^\$\{?[\w.]*\}?$/,
    }
  }
}
