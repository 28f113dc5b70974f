import type { StudioConnection } from "@internal/schema/studio"
import type { ReactNode } from "react"
import { Link } from "wouter"
import type { Column } from "../../ui/data-table/columns.ts"
import { DateTime, None } from "../../ui/figures.tsx"
import { momentOf, usesText } from "./connection-words.ts"

/** Where a connection is looked at. */
export function connectionAddress(name: string): string {
  return `/connections?${new URLSearchParams({ open: name })}`
}

export function connectionColumns(
  labels: ReadonlyMap<string, string>,
  menu: (connection: StudioConnection) => ReactNode,
): Column<StudioConnection>[] {
  const provider = ({ type }: StudioConnection) => labels.get(type) ?? type
  return [
    {
      id: "name",
      header: "Name",
      sticky: true,
      width: 220,
      grow: true,
      hideable: false,
      value: ({ name }) => name,
      cell: ({ name }) => <Link href={connectionAddress(name)}>{name}</Link>,
    },
    { id: "provider", header: "Provider", width: 220, grow: true, value: provider, cell: provider },
    {
      id: "uses",
      header: "Used by",
      width: 170,
      value: ({ usedBy }) => usedBy.length,
      cell: ({ usedBy }) => usesText(usedBy) ?? <None label="nobody" />,
    },
    {
      id: "created",
      header: "Created",
      width: 130,
      hidden: true,
      value: ({ createdDate }) => createdDate,
      cell: ({ createdDate }) => <DateTime value={momentOf(createdDate)} relative />,
    },
    {
      id: "updated",
      header: "Updated",
      width: 130,
      value: ({ lastModifiedDate }) => lastModifiedDate,
      cell: ({ lastModifiedDate }) => <DateTime value={momentOf(lastModifiedDate)} relative />,
    },
    { id: "actions", header: "Actions", headerContent: "", width: 48, hideable: false, cell: menu },
  ]
}
