import type { Dict, Value } from "@internal/value"

const FILES: Record<string, { ending: string; text: string }> = {
  llm: { ending: "jinja2", text: "# system:\nYou are a helpful assistant.\n\n# user:\n{{ question }}\n" },
  prompt: { ending: "jinja2", text: "{{ text }}\n" },
  python: {
    ending: "py",
    text: "from promptflow.core import tool\n\n\n@tool\ndef run(text: str) -> str:\n    return text\n",
  },
  typescript: {
    ending: "ts",
    text: "export default function run({ text }: { text: string }): string {\n  return text\n}\n",
  },
}
const INPUT: Record<string, string> = { llm: "question", prompt: "text", python: "text", typescript: "text" }

/** A new node of a kind, as the flow's file has it, and the file that it names. */
export function newNode(
  kind: string,
  name: string,
  tool?: string,
): { fields: Dict; file?: { path: string; text: string } } {
  const made = FILES[kind]
  if (!made) {
    const source = new Map<string, Value>([
      ["type", "package"],
      ["tool", tool ?? ""],
    ])
    return {
      fields: fieldsOf([
        ["type", "python"],
        ["source", source],
        ["inputs", new Map()],
      ]),
    }
  }
  const path = `${name}.${made.ending}`
  const source = new Map<string, Value>([
    ["type", "code"],
    ["path", path],
  ])
  const inputs = new Map<string, Value>(
    kind === "llm"
      ? [
          ["model", "smollm2"],
          ["temperature", 0],
        ]
      : [],
  )
  inputs.set(INPUT[kind] ?? "text", "")
  const model: [string, Value][] =
    kind === "llm"
      ? [
          ["connection", "local_model"],
          ["api", "chat"],
        ]
      : []
  return {
    fields: fieldsOf([["type", kind], ["source", source], ["inputs", inputs], ...model]),
    file: { path, text: made.text },
  }
}

function fieldsOf(entries: [string, Value][]): Dict {
  return new Map(entries)
}
