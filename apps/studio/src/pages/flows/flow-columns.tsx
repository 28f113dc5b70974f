import type { FlowSummary } from "@internal/schema/studio"
import { CircleAlert, MessagesSquare, SquareCheck, Workflow } from "lucide-react"
import type { ReactNode } from "react"
import { Link } from "wouter"
import { flowAddress } from "../../flow/flow-address.ts"
import { KIND_NAMES, TYPE_NAMES } from "../../flow/flow-words.ts"
import { Badge } from "../../ui/badge.tsx"
import type { Column } from "../../ui/data-table/columns.ts"
import type { TableFilter } from "../../ui/data-table/table-view.ts"
import { DateTime, None } from "../../ui/figures.tsx"
import { MarkedName } from "../../ui/marked-name.tsx"
import { StateDot } from "../../ui/state-dot.tsx"
import styles from "./flows.module.css"
import type { ListedFlow } from "./listed-flow.ts"

const TYPE_ICONS: Record<FlowSummary["type"], ReactNode> = {
  standard: <Workflow aria-hidden="true" />,
  chat: <MessagesSquare aria-hidden="true" />,
  evaluation: <SquareCheck aria-hidden="true" />,
}

/**
 * The columns of the list; `menu` draws what can be done with a flow. Without folders in folders, paths say nothing more; in
 * the trash they say where it was.
 */
export function flowColumns(
  menu: (flow: ListedFlow) => ReactNode,
  { hasPaths, isTrash }: { hasPaths: boolean; isTrash: boolean },
): Column<ListedFlow>[] {
  return [
    {
      id: "name",
      header: "Name",
      sticky: true,
      width: 150,
      grow: true,
      hideable: false,
      value: ({ name }) => name,
      cell: (flow) =>
        flow.deleted ? (
          flow.name
        ) : (
          <MarkedName>
            <Link href={flowAddress(flow.path)} aria-label={flow.called}>
              {flow.name}
            </Link>
            {flow.archived ? <Badge>archived</Badge> : null}
          </MarkedName>
        ),
    },
    {
      id: "type",
      header: "Type",
      width: 104,
      value: ({ type }) => TYPE_NAMES[type],
      cell: ({ type }) => <Badge icon={TYPE_ICONS[type]}>{TYPE_NAMES[type]}</Badge>,
    },
    {
      id: "kind",
      header: "Kind",
      width: 80,
      hidden: true,
      value: ({ kind }) => KIND_NAMES[kind],
      cell: ({ kind }) => KIND_NAMES[kind],
    },
    {
      id: "path",
      header: isTrash ? "Was at" : "Path",
      hidden: !hasPaths && !isTrash,
      width: 112,
      grow: true,
      value: ({ path }) => path,
      cell: ({ path }) => (
        <code className={styles.path} title={path}>
          {path}
        </code>
      ),
    },
    {
      id: "description",
      header: "Description",
      width: 140,
      grow: true,
      value: ({ description, problem }) => problem ?? description,
      cell: ({ description, problem }) => described(description, problem),
    },
    isTrash ? DELETED : LAST_RUN,
    {
      id: "created",
      header: "Created",
      width: 104,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <DateTime value={createdAt} relative />,
    },
    {
      id: "updated",
      header: "Updated",
      width: 104,
      value: ({ updatedAt }) => updatedAt,
      cell: ({ updatedAt }) => <DateTime value={updatedAt} relative />,
    },
    { id: "actions", header: "Actions", headerContent: "", width: 48, hideable: false, cell: menu },
  ]
}

const LAST_RUN: Column<ListedFlow> = {
  id: "lastRun",
  header: "Last run",
  width: 112,
  value: ({ lastRun }) => lastRun && new Date(lastRun.createdOn),
  cell: ({ lastRun }) =>
    lastRun ? (
      <Link className={styles.run} href={`/runs/${encodeURIComponent(lastRun.name)}`}>
        <StateDot state={lastRun.state} />
        <DateTime value={lastRun.createdOn} relative />
      </Link>
    ) : (
      <None label="no run yet" />
    ),
}

const DELETED: Column<ListedFlow> = {
  id: "deletedAt",
  header: "Deleted",
  width: 112,
  value: ({ deleted }) => deleted?.at,
  cell: ({ deleted }) => <DateTime value={deleted?.at} relative />,
}

function described(description: string, problem: string | undefined): ReactNode {
  if (problem !== undefined)
    return (
      <span className={styles.problem} title={problem}>
        <CircleAlert aria-label="Cannot be read:" />
        {problem}
      </span>
    )
  return description ? <span title={description}>{description}</span> : <None label="no description" />
}

const options = <T extends string>(names: Readonly<Record<T, string>>) =>
  (Object.entries(names) as [T, string][]).map(([value, label]) => ({ value, label }))

export const FLOW_FILTERS: TableFilter<ListedFlow>[] = [
  { id: "type", label: "Type", options: options(TYPE_NAMES), values: ({ type }) => type },
  { id: "kind", label: "Kind", options: options(KIND_NAMES), values: ({ kind }) => kind },
  {
    id: "state",
    label: "State",
    options: [
      { value: "problem", label: "Cannot be read" },
      { value: "fine", label: "Can be read" },
    ],
    values: ({ problem }) => (problem === undefined ? "fine" : "problem"),
  },
  {
    id: "archived",
    label: "Archived",
    options: [
      { value: "only", label: "Only archived" },
      { value: "include", label: "Archived too" },
    ],
    values: ({ archived }) => (archived ? ["only", "include"] : ["include"]),
  },
  {
    id: "deleted",
    label: "Deleted",
    options: [{ value: "only", label: "Only deleted" }],
    values: ({ deleted }) => (deleted ? "only" : []),
  },
]
