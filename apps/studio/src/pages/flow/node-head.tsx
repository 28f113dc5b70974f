import type { NodeOutline } from "@internal/flow"
import type { FlowDiagnostic } from "@internal/schema/studio"
import { ChevronDown, ChevronRight, Columns3, EllipsisVertical, Play, Square } from "lucide-react"
import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { kindOf } from "../../flow/flow-shape-of.ts"
import { KindIcon } from "../../graph/kind-icon.tsx"
import { Badge } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import { confirm } from "../../ui/confirm.tsx"
import { Duration, Tokens } from "../../ui/figures.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { Menu } from "../../ui/menu.tsx"
import { StateDot } from "../../ui/state-dot.tsx"
import { toast } from "../../ui/toasts.ts"
import styles from "./authoring.module.css"
import { freeName } from "./free-name.ts"
import { NameField } from "./name-field.tsx"
import { PinnedMark } from "./pinned-mark.tsx"
import { ProblemCount } from "./problem-list.tsx"
import { runAndTell } from "./run-and-tell.ts"
import { RunPanel } from "./run-panel.tsx"
import { useLastRun } from "./use-last-run.ts"

const KINDS: Record<string, string> = {
  llm: "LLM",
  prompt: "Prompt",
  python: "Python",
  javascript: "JavaScript",
  typescript: "TypeScript",
  custom_llm: "Custom LLM",
  tool: "Tool",
}

export interface NodeHeadProps {
  node: NodeOutline
  areVariantsShown: boolean
  onVariants(): void
  isFolded: boolean
  onFold(): void
  problems: readonly FlowDiagnostic[]
}

export function NodeHead({ node, areVariantsShown, onVariants, isFolded, onFold, problems }: NodeHeadProps) {
  const flow = useFlow()
  const count = useFlowSlice((open) => open.outline.nodes.length)
  const running = useFlowSlice((open) => open.running)
  const status = useLastRun(node.name)
  const kind = kindOf(node)
  // what runs the whole flow is cancelled where that is said
  const isRunning = running?.nodes[0] === node.name && running.nodes.length < flow.outline.nodes.length
  const fails = (thrown: Error & { hint?: string }) =>
    toast({ kind: "error", title: thrown.message, ...(thrown.hint && { text: thrown.hint }) })
  const edit = (...given: Parameters<typeof flow.edit>) => void flow.edit(...given).catch(fails)
  const copy = () => {
    const to = freeName(flow.outline.nodes, `${node.name}_copy`)
    const path = node.source?.path
    edit(
      { kind: "node-duplicate", node: node.index, to, ...(path && { source: renamedPath(path, to) }) },
      `copy ${node.name}`,
    )
  }
  const remove = async () => {
    const used = flow.outline.nodes.filter((other) => other.needs.includes(node.name)).map(({ name }) => name)
    const text = used.length > 0 ? `${used.join(", ")} refer to it. It can be undone.` : "It can be undone."
    if (await confirm({ title: `Delete ${node.name}?`, text, action: "Delete", danger: true }))
      edit({ kind: "node-delete", node: node.index }, `delete ${node.name}`)
  }
  const ask = (kind: "node" | "from") => flow.tests.ask({ kind, node: node.name })
  const menu = [
    { label: "Run with other values…", disabled: running !== undefined, onSelect: () => ask("node") },
    { label: "Run from here on…", disabled: running !== undefined, onSelect: () => ask("from") },
    "separator" as const,
    {
      label: "Move up",
      disabled: node.index === 0,
      onSelect: () => edit({ kind: "node-move", node: node.index, to: node.index - 1 }, `move ${node.name}`),
    },
    {
      label: "Move down",
      disabled: node.index === count - 1,
      onSelect: () => edit({ kind: "node-move", node: node.index, to: node.index + 1 }, `move ${node.name}`),
    },
    { label: "Copy", onSelect: copy },
    "separator" as const,
    {
      label: "Run over all lines (aggregation)",
      checked: node.isAggregation,
      onSelect: () =>
        void flow
          .set(node, ["aggregation"], node.isAggregation ? undefined : true, `aggregation of ${node.name}`)
          .catch(fails),
    },
    {
      label: "Only when a condition is met",
      checked: node.activate !== undefined,
      onSelect: () =>
        void flow
          .set(
            node,
            ["activate"],
            node.activate ? undefined : { when: "${inputs.}", is: true },
            `condition of ${node.name}`,
          )
          .catch(fails),
    },
    node.variants.length === 0
      ? {
          label: "Make variants",
          onSelect: () => edit({ kind: "variants-make", node: node.index }, `variants of ${node.name}`),
        }
      : {
          label: "Keep only the default variant",
          onSelect: () =>
            edit(
              {
                kind: "variants-dissolve",
                node: node.index,
                keep: node.variants.find(({ isDefault }) => isDefault)?.id ?? "",
              },
              `variants of ${node.name}`,
            ),
        },
    "separator" as const,
    { label: "Delete", danger: true, onSelect: () => void remove() },
  ]
  return (
    <>
      <header className={styles.head}>
        <IconButton
          label={isFolded ? `Unfold ${node.name}` : `Fold ${node.name}`}
          size="small"
          icon={isFolded ? <ChevronRight /> : <ChevronDown />}
          onClick={onFold}
        />
        {status.state ? <StateDot state={status.state} /> : <KindIcon kind={kind} />}
        <NameField
          label={`Name of node ${node.name}`}
          name={node.name}
          onRename={(to) => flow.edit({ kind: "node-rename", node: node.index, to }, `rename ${node.name}`)}
        />
        <span className={styles.kind}>{KINDS[kind] ?? kind}</span>
        {node.isAggregation && <Badge>all lines</Badge>}
        <PinnedMark node={node.name} onShow={() => ask("node")} />
        <ProblemCount problems={problems} />
        <span className={styles.space} />
        <span className={styles.facts}>
          {status.duration !== undefined && <Duration milliseconds={status.duration} />}
          {status.tokens ? (
            <>
              {" · "}
              <Tokens count={status.tokens} unit />
            </>
          ) : null}
        </span>
        {node.variants.length > 0 && (
          <Button
            size="small"
            variant="quiet"
            icon={<Columns3 />}
            aria-pressed={areVariantsShown}
            onClick={onVariants}
          >
            {areVariantsShown ? "Hide variants" : `${node.variants.length} variants`}
          </Button>
        )}
        {isRunning ? (
          <IconButton label={`Cancel ${node.name}`} icon={<Square />} onClick={() => void flow.cancel()} />
        ) : (
          <IconButton
            label={`Run ${node.name}`}
            icon={<Play />}
            disabled={running !== undefined}
            onClick={() => void runAndTell(flow, { kind: "node", node: node.name })}
          />
        )}
        <Menu
          items={menu}
          align="end"
          trigger={<IconButton label={`More for ${node.name}`} icon={<EllipsisVertical />} />}
        />
      </header>
      <RunPanel node={node.name} />
    </>
  )
}

/** `summarize.jinja2` of a node that is now called `shorten`: `shorten.jinja2`. */
export function renamedPath(path: string, name: string): string {
  const folder = path.slice(0, path.lastIndexOf("/") + 1)
  const ending = /\.[^./]+$/.exec(path)?.[0] ?? ""
  return `${folder}${name}${ending}`
}
