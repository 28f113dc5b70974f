import { Search } from "lucide-react"
import { type KeyboardEvent, useId, useMemo, useState } from "react"
import { useFlow } from "../../flow/flow-context.ts"
import { type KnownTools, useTools } from "../../flow/use-tools.ts"
import { Button } from "../../ui/button.tsx"
import { OptionList } from "../../ui/combobox-options.tsx"
import { type FuzzyMatch, fuzzyMatch } from "../../ui/fuzzy.ts"
import type { Option } from "../../ui/select.tsx"
import { TextField } from "../../ui/text-field.tsx"
import styles from "./form.module.css"
import type { NodeChoice } from "./new-node.ts"

/** Kinds of nodes and tools by category, found by name, id and description. */
export function NodePicker({ onPick }: { onPick(choice: NodeChoice): void }) {
  const flow = useFlow()
  const tools = useTools()
  const list = useId()
  const [query, setQuery] = useState("")
  const [active, setActive] = useState(0)
  const choices = useMemo(() => choicesOf(tools), [tools])
  const found = useMemo(() => findChoices(choices, query), [choices, query])
  const pick = (at: number) => {
    const choice = found[at]?.item.choice
    if (choice) onPick(choice)
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      const step = event.key === "ArrowDown" ? 1 : -1
      setActive((at) => (at + step + found.length) % Math.max(1, found.length))
    } else if (event.key === "Enter") {
      event.preventDefault()
      pick(active)
    }
  }
  return (
    <div className={styles.picker}>
      <TextField
        label="Find a kind of node or a tool"
        hideLabel
        size="small"
        autoFocus
        prefix={<Search size={14} aria-hidden="true" />}
        placeholder="Find a tool"
        value={query}
        onChange={(text) => {
          setQuery(text)
          setActive(0)
        }}
        onKeyDown={keys}
        role="combobox"
        aria-expanded
        aria-autocomplete="list"
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${active}` : undefined}
      />
      <div id={list} role="listbox" aria-label="Kinds of nodes and tools" className={styles.pickerList}>
        <OptionList
          id={list}
          found={found}
          active={active}
          value=""
          onTake={(option) => pick(found.findIndex(({ item }) => item.value === option.value))}
          onPoint={setActive}
        />
      </div>
      {found.length === 0 && <p className={styles.muted}>No tool is called so.</p>}
      {tools.error && <p className={styles.error}>{tools.error.message}</p>}
      {!tools.isTrusted && (
        <div className={styles.list}>
          <p className={styles.muted}>Tools of this folder's own Python are listed once it may run.</p>
          <Button size="small" onClick={() => flow.onUntrusted?.(() => {})}>
            Allow
          </Button>
        </div>
      )}
    </div>
  )
}

interface Choice extends Option {
  choice: NodeChoice
}

const KINDS: readonly (Option & { kind: string })[] = [
  { kind: "llm", value: "llm", label: "LLM", hint: "A prompt that a model answers" },
  { kind: "prompt", value: "prompt", label: "Prompt", hint: "A Jinja2 template, filled in" },
  { kind: "python", value: "python", label: "Python", hint: "A function of your own" },
  { kind: "typescript", value: "typescript", label: "TypeScript", hint: "A function, without Python" },
  { kind: "javascript", value: "javascript", label: "JavaScript", hint: "A function, without Python" },
]

function choicesOf({ package: packages }: KnownTools): Choice[] {
  const tools = Object.entries(packages).map(([id, meta]) => {
    const word = (key: string) => (typeof meta[key] === "string" ? (meta[key] as string) : "")
    const state = word("tool_state")
    const notes = [word("description"), state && state !== "stable" ? `(${state})` : ""].filter(Boolean)
    return {
      value: id,
      label: word("name") || id,
      hint: notes.join(" ") || id,
      group: category(word("category") || word("package") || "Other tools"),
      choice: { kind: "tool", tool: id, meta },
    }
  })
  // tools of a category stand together, in the order in which their categories are first met
  const order = [...new Set(tools.map(({ group }) => group))]
  return [
    ...KINDS.map(({ kind, ...option }) => ({ ...option, group: "Write your own", choice: { kind } })),
    ...tools.toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group)),
  ]
}

function category(name: string): string {
  return name === "llm" ? "Language models" : name.charAt(0).toUpperCase() + name.slice(1)
}

/** By label first; a word of the description or of the id finds it too. Groups stay together. */
function findChoices(choices: readonly Choice[], query: string): { item: Choice; match: FuzzyMatch }[] {
  const nowhere: FuzzyMatch = { score: 0, ranges: [] }
  const lower = query.trim().toLowerCase()
  const matchOf = ({ label = "", hint, value }: Choice) =>
    lower === ""
      ? nowhere
      : (fuzzyMatch(query, label) ?? (`${hint} ${value}`.toLowerCase().includes(lower) ? nowhere : null))
  return choices.flatMap((item) => {
    const match = matchOf(item)
    return match ? [{ item, match }] : []
  })
}
