import { EllipsisVertical, FileText } from "lucide-react"
import { useState } from "react"
import { classNames } from "../../ui/class-names.ts"
import { IconButton } from "../../ui/icon-button.tsx"
import { ContextMenu, Menu } from "../../ui/menu.tsx"
import styles from "./authoring.module.css"
import type { ShownFile } from "./file-tree.ts"
import own from "./files.module.css"

/** A file of the pane: a click opens it, its menu does the rest. */
export function FileRow({
  file,
  isSelected,
  isOfMany,
  items,
  onOpen,
}: {
  file: ShownFile
  isSelected: boolean
  /** Its menu is made when somebody comes near it: hundreds of menus take longer than the rest of the page. */
  isOfMany: boolean
  items: Parameters<typeof Menu>[0]["items"]
  onOpen(): void
}) {
  const [isNear, setNear] = useState(false)
  const row = (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices who comes
    <div className={own.row} onPointerEnter={() => setNear(true)} onFocus={() => setNear(true)}>
      <button
        type="button"
        className={classNames(styles.file, isSelected && styles.open)}
        style={indentOf(file)}
        aria-current={isSelected ? "true" : undefined}
        onClick={onOpen}
      >
        <FileText size={14} aria-hidden="true" />
        <span className={own.name}>{file.name}</span>
      </button>
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

export function indentOf({ depth }: ShownFile): { paddingLeft: string } {
  return { paddingLeft: `${12 + depth * 14}px` }
}
