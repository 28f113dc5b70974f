import type { StudioRuntime } from "@internal/schema/studio"
import type { ReactNode } from "react"
import { Link } from "wouter"
import { Badge } from "../../ui/badge.tsx"
import type { Column } from "../../ui/data-table/columns.ts"
import type { TableFilter } from "../../ui/data-table/table-view.ts"
import { DateTime, None } from "../../ui/figures.tsx"
import { formatCount } from "../../ui/format.ts"
import { StateLabel } from "../../ui/state-dot.tsx"
import styles from "./runtimes.module.css"

export const KIND_NAMES: Record<StudioRuntime["kind"], string> = {
  system: "This machine",
  folder: "Of the folder",
  managed: "Made by Millrace",
}
const STATUS_NAMES: Record<StudioRuntime["status"], string> = { ready: "Ready", broken: "Broken" }

/** Where a runtime is looked at. */
export function runtimeAddress(name: string): string {
  return `/runtimes?${new URLSearchParams({ open: name })}`
}

export function Status({ status }: Pick<StudioRuntime, "status">) {
  return <StateLabel state={status === "ready" ? "done" : "failed"}>{STATUS_NAMES[status]}</StateLabel>
}

export function runtimeColumns(menu: (runtime: StudioRuntime) => ReactNode): Column<StudioRuntime>[] {
  return [
    {
      id: "name",
      header: "Name",
      sticky: true,
      width: 170,
      grow: true,
      hideable: false,
      value: ({ name }) => name,
      cell: ({ name, current }) => (
        <>
          <Link href={runtimeAddress(name)}>{name}</Link>{" "}
          {current ? <Badge tone="accent">in use</Badge> : null}
        </>
      ),
    },
    {
      id: "status",
      header: "Status",
      width: 96,
      value: ({ status }) => STATUS_NAMES[status],
      cell: ({ status }) => <Status status={status} />,
    },
    {
      id: "version",
      header: "Python",
      width: 76,
      value: ({ version }) => version,
      cell: ({ version }) => version,
    },
    {
      id: "kind",
      header: "Kind",
      width: 136,
      value: ({ kind }) => KIND_NAMES[kind],
      cell: ({ kind }) => KIND_NAMES[kind],
    },
    {
      id: "requires",
      header: "Requires",
      hint: "What was installed from its requirements",
      width: 150,
      value: ({ packages }) => packages?.join(", "),
      cell: ({ packages = [] }) =>
        packages.length > 0 ? (
          <span title={packages.join("\n")}>
            {packages.length > 2 ? formatCount(packages.length, "package") : packages.join(", ")}
          </span>
        ) : (
          <None label="nothing" />
        ),
    },
    {
      id: "created",
      header: "Created",
      width: 112,
      hidden: true,
      value: ({ created }) => created,
      cell: ({ created }) => <DateTime value={created} relative />,
    },
    {
      id: "interpreter",
      header: "Interpreter",
      width: 150,
      grow: true,
      value: ({ interpreter }) => interpreter,
      cell: ({ interpreter }) => (
        <code className={styles.path} title={interpreter}>
          {interpreter}
        </code>
      ),
    },
    { id: "actions", header: "Actions", headerContent: "", width: 48, hideable: false, cell: menu },
  ]
}

const options = <T extends string>(names: Readonly<Record<T, string>>) =>
  (Object.entries(names) as [T, string][]).map(([value, label]) => ({ value, label }))

export const RUNTIME_FILTERS: TableFilter<StudioRuntime>[] = [
  { id: "kind", label: "Kind", options: options(KIND_NAMES), values: ({ kind }) => kind },
  { id: "status", label: "Status", options: options(STATUS_NAMES), values: ({ status }) => status },
]
