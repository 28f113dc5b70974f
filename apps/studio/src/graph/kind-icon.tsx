import {
  ArrowDownToLine,
  ArrowUpFromLine,
  FileCode2,
  type LucideIcon,
  MessageSquareText,
  Package,
  Sparkles,
} from "lucide-react"
import styles from "./graph.module.css"

const ICONS: Record<string, LucideIcon> = {
  inputs: ArrowDownToLine,
  outputs: ArrowUpFromLine,
  llm: Sparkles,
  prompt: MessageSquareText,
  python: FileCode2,
  javascript: FileCode2,
  typescript: FileCode2,
  custom_llm: Sparkles,
}

export function KindIcon({ kind }: { kind: string }) {
  const Icon = ICONS[kind] ?? Package
  return <Icon size={14} aria-hidden="true" className={styles.icon} />
}
