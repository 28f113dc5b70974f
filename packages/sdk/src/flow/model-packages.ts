import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** A package through which a flow's Python code may call models. */
export interface ModelPackage {
  name: string
  /** A file that imports it, relative to the flow. */
  file: string
  /** Its calls are counted, recorded and replayed. */
  seen: boolean
}

/** Packages that go through `openai`'s clients. Others are seen as far as they do. */
const SEEN = ["openai", "langchain_openai", "instructor"]
const UNSEEN = [
  ...["anthropic", "litellm", "cohere", "mistralai", "groq", "ollama", "together", "replicate", "vertexai"],
  ...[
    "google.generativeai",
    "google.genai",
    "azure.ai.inference",
    "huggingface_hub",
    "transformers",
    "boto3",
  ],
  ...["langchain", "langchain_community", "langchain_anthropic", "langchain_google_genai", "llama_index"],
  ...["semantic_kernel", "dspy", "guidance"],
]
const IMPORT = /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+(.+))/gm
const NEVER = new Set([
  "node_modules",
  "__pycache__",
  ".promptflow",
  ".runs",
  ".venv",
  "venv",
  "env",
  "site-packages",
])
/** Files that are read at most; a flow folder has a dozen. */
const MOST = 500

/** What the Python files below a folder import of packages that call models, one file a package. */
export function modelPackages(folder: string): ModelPackage[] {
  const found = new Map<string, ModelPackage>()
  for (const file of pythonFiles(folder)) {
    for (const [, from, names] of readFileSync(join(folder, file), "utf8").matchAll(IMPORT)) {
      const modules = from ? [from] : (names ?? "").split(",").map((name) => name.trim().split(/\s/)[0] ?? "")
      for (const module of modules) {
        const name = [...SEEN, ...UNSEEN].find((known) => module === known || module.startsWith(`${known}.`))
        if (name && !found.has(name)) found.set(name, { name, file, seen: SEEN.includes(name) })
      }
    }
  }
  return [...found.values()]
}

/** One sentence about the packages whose calls are not seen; undefined if there are none. */
export function unseenWarning(folder: string): string | undefined {
  const unseen = modelPackages(folder).filter(({ seen }) => !seen)
  if (unseen.length === 0) return undefined
  const named = unseen.map(({ name, file }) => `${name} (${file})`).join(", ")
  return `Model calls through ${named} are not counted, recorded or replayed: only those through openai are.`
}

export function pythonFiles(folder: string): string[] {
  const files: string[] = []
  const walk = (at: string): void => {
    for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
      if (files.length >= MOST || NEVER.has(entry.name)) continue
      const path = at === "" ? entry.name : `${at}/${entry.name}`
      if (entry.isDirectory()) walk(path)
      else if (entry.name.endsWith(".py")) files.push(path)
    }
  }
  walk("")
  return files.sort()
}
