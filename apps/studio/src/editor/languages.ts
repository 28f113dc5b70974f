import type { Extension } from "@codemirror/state"

export type Language = "python" | "jinja" | "yaml" | "json" | "typescript" | "prompty" | "text"

/** What a file is written in, by its name. */
export function languageOf(path: string): Language {
  if (path.endsWith(".py")) return "python"
  if (path.endsWith(".jinja2") || path.endsWith(".jinja") || path.endsWith(".j2")) return "jinja"
  if (path.endsWith(".prompty")) return "prompty"
  if (/\.ya?ml$/.test(path)) return "yaml"
  if (/\.jsonl?$/.test(path)) return "json"
  if (/\.[cm]?[jt]sx?$/.test(path)) return "typescript"
  return "text"
}

/** Each language is a chunk of its own, fetched with the first file in it. */
export async function loadLanguage(language: Language): Promise<Extension> {
  switch (language) {
    case "python":
      return (await import("@codemirror/lang-python")).python()
    case "jinja":
      return (await import("@codemirror/lang-jinja")).jinja()
    case "yaml":
    case "prompty":
      return (await import("@codemirror/lang-yaml")).yaml()
    case "json":
      return (await import("@codemirror/lang-json")).json()
    case "typescript":
      return (await import("@codemirror/lang-javascript")).javascript({ typescript: true })
    default:
      return []
  }
}
