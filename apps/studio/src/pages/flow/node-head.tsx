import type { NodeOutline } from "@internal/flow"
import type { FlowDiagnostic } from "@internal/schema/studio"
import { ChevronDown, ChevronRight, Columns3, EllipsisVertical, Play, Square } from "lucide-react"
import { useFlow, useFlowSlice } from "../../flow/flow-context.ts"
import { kindOf } from "../../flow/flow-shape-of.ts"
import { NODE_KINDS } from "../../flow/flow-words.ts"
import { KindIcon } from "../../graph/kind-icon.tsx"
import { Badge } from "../../ui/badge.tsx"
import { Button } from "../../ui/button.tsx"
import { Duration, Tokens } from "../../ui/figures.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { Menu } from "../../ui/menu.tsx"
import { StateDot } from "../../ui/state-dot.tsx"
import { Tooltip } from "../../ui/tooltip.tsx"
import styles from "./authoring.module.css"
import { ModelChips } from "./model-chips.tsx"
import { NameField } from "./name-field.tsx"
import { nodeActions } from "./node-actions.ts"
import { copyToClipboard } from "./node-clipboard.ts"
import { PinnedMark } from "./pinned-mark.tsx"
import { usePlaces } from "./places.ts"
import { ProblemCount } from "./problem-list.tsx"
import { runAndTell } from "./run-and-tell.ts"
import { RunPanel } from "./run-panel.tsx"
import { useLastRun } from "./use-last-run.ts"

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
  const { goTo } = usePlaces()
  useFlowSlice((open) => open.outline.nodes.length) // what it may be moved over
  const running = useFlowSlice((open) => open.running)
  const status = useLastRun(node.name)
  const kind = kindOf(node)
  // what runs the whole flow is cancelled where that is said
  const isRunning = running?.nodes[0] === node.name && running.nodes.length < flow.outline.nodes.length
  const actions = nodeActions(flow, node)
  const ask = (kind: "node" | "from") => flow.tests.ask({ kind, node: node.name })
  const menu = [
    { label: "Run with other values…", disabled: running !== undefined, onSelect: () => ask("node") },
    { label: "Run from here on…", disabled: running !== undefined, onSelect: () => ask("from") },
    "separator" as const,
    {
      label: "Move up",
      keys: "alt+up",
      disabled: !actions.canMoveUp,
      onSelect: () => void actions.move(-1),
    },
    {
      label: "Move down",
      keys: "alt+down",
      disabled: !actions.canMoveDown,
      onSelect: () => void actions.move(1),
    },
    {
      label: "Copy",
      keys: "mod+d",
      onSelect: () => void actions.copy().then((name) => requestAnimationFrame(() => goTo({ node: name }))),
    },
    {
      label: "Copy to the clipboard",
      keys: "mod+c",
      onSelect: () => void copyToClipboard(flow, node),
    },
    { label: "Copy link", onSelect: actions.copyLink },
    "separator" as const,
    actions.canAggregate && {
      label: "Run over all lines (aggregation)",
      checked: node.isAggregation,
      onSelect: () => void actions.toggleAggregation(),
    },
    {
      label: "Only when a condition is met",
      checked: actions.condition !== undefined,
      onSelect: () => void actions.toggleCondition(),
    },
    node.variants.length === 0
      ? { label: "Make variants", onSelect: () => void actions.makeVariants() }
      : { label: "Keep only the default variant", onSelect: () => void actions.keepDefaultVariant() },
    "separator" as const,
    { label: "Delete", keys: "delete", danger: true, onSelect: () => void actions.remove() },
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
        {status.state === undefined ? (
          <KindIcon kind={kind} />
        ) : status.stale === undefined ? (
          <StateDot state={status.state} />
        ) : (
          <Tooltip text={status.stale}>
            <span className={styles.mark}>
              <StateDot state={status.state} />
            </span>
          </Tooltip>
        )}
        <span className={styles.titles}>
          <NameField
            label={`Name of node ${node.name}`}
            name={node.name}
            onRename={(to) => flow.edit({ kind: "node-rename", node: node.index, to }, `rename ${node.name}`)}
          />
          <span className={styles.kind}>{NODE_KINDS[kind] ?? kind}</span>
          <ModelChips node={node} />
          {node.isAggregation && <Badge>all lines</Badge>}
          <PinnedMark node={node.name} onShow={() => ask("node")} />
          <ProblemCount problems={problems} />
        </span>
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
