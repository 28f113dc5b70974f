import { ChevronDown, ChevronRight, EllipsisVertical, File } from "lucide-react"
import { type ReactNode, useState } from "react"
import { classNames } from "../../ui/class-names.ts"
import { IconButton } from "../../ui/icon-button.tsx"
import { ContextMenu, Menu, type MenuItem } from "../../ui/menu.tsx"
import styles from "./authoring.module.css"
import type { ShownFile } from "./file-tree.ts"
import own from "./files.module.css"

interface RowProps {
  file: ShownFile
  /** Its menu is made when somebody comes near it: hundreds of menus take longer than the rest of the page. */
  isOfMany: boolean
  items: readonly MenuItem[]
}

/** A file of the pane: a click opens it, its menu does the rest. */
export function FileRow({
  isSelected,
  onOpen,
  ...row
}: RowProps & {
  isSelected: boolean
  onOpen(): void
}) {
  const { file } = row
  return (
    <WithMenu {...row}>
      <button
        type="button"
        className={classNames(styles.file, isSelected && styles.open)}
        style={indentOf(file)}
        aria-current={isSelected ? "true" : undefined}
        onClick={onOpen}
      >
        <File size={14} aria-hidden="true" />
        <span className={own.name}>{file.name}</span>
      </button>
    </WithMenu>
  )
}

/** A folder: a click opens and closes it. */
export function FolderRow({
  isOpen,
  onToggle,
  ...row
}: RowProps & {
  isOpen: boolean
  onToggle(): void
}) {
  const { file } = row
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <WithMenu {...row}>
      <button
        type="button"
        className={styles.file}
        style={indentOf(file)}
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        <Chevron size={14} aria-hidden="true" />
        <span className={own.name}>{file.name}</span>
      </button>
    </WithMenu>
  )
}

function WithMenu({ file, isOfMany, items, children }: RowProps & { children: ReactNode }) {
  const [isNear, setNear] = useState(false)
  const row = (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices who comes
    <div
      className={own.row}
      title={file.name}
      onPointerEnter={() => setNear(true)}
      onFocus={() => setNear(true)}
    >
      {children}
      <span className={own.more}>
        {(isNear || !isOfMany) && (
          <Menu
            align="end"
            items={items}
            trigger={<IconButton label={`More for ${file.shown}`} icon={<EllipsisVertical />} size="small" />}
          />
        )}
      </span>
    </div>
  )
  return isOfMany ? row : <ContextMenu items={items}>{row}</ContextMenu>
}

function indentOf({ depth }: ShownFile): { paddingLeft: string } {
  return { paddingLeft: `${12 + depth * 14}px` }
}
