import {
  CircleHelp,
  LayoutGrid,
  type LucideIcon,
  PanelLeft,
  Play,
  Plug,
  Settings,
  SquareTerminal,
  Workflow,
} from "lucide-react"
import { Link, useLocation } from "wouter"
import { classNames } from "../ui/class-names.ts"
import { asBoolean, useRemembered } from "../ui/remembered.ts"
import styles from "./rail.module.css"

export interface Place {
  href: string
  label: string
  icon: LucideIcon
  /** After "g". */
  key: string
  /** Other addresses that belong to it. */
  also?: string[]
}

export const PLACES: readonly Place[] = [
  { href: "/flows", label: "Flows", icon: Workflow, key: "f", also: ["/chat"] },
  { href: "/runs", label: "Runs", icon: Play, key: "r", also: ["/compare"] },
  { href: "/connections", label: "Connections", icon: Plug, key: "c" },
  { href: "/runtimes", label: "Runtimes", icon: SquareTerminal, key: "t" },
  { href: "/gallery", label: "Gallery", icon: LayoutGrid, key: "l" },
]
export const SETTINGS: Place = { href: "/settings", label: "Settings", icon: Settings, key: "s" }

export function Rail({ onHelp }: { onHelp: () => void }) {
  const [pinned, setPinned] = useRemembered("rail.pinned", false, asBoolean)
  return (
    <nav aria-label="Main" className={classNames(styles.place, pinned && styles.pinned)}>
      <div className={styles.rail}>
        <ul className={styles.list}>
          {PLACES.map((place) => (
            <Entry key={place.href} place={place} />
          ))}
        </ul>
        <ul className={styles.list}>
          <Entry place={SETTINGS} />
          <li>
            <button type="button" className={styles.entry} onClick={onHelp}>
              <CircleHelp aria-hidden="true" />
              <span className={styles.label}>Help</span>
            </button>
          </li>
          <li>
            <button type="button" className={styles.entry} onClick={() => setPinned(!pinned)}>
              <PanelLeft aria-hidden="true" />
              <span className={styles.label}>{pinned ? "Unpin the labels" : "Pin the labels"}</span>
            </button>
          </li>
        </ul>
      </div>
    </nav>
  )
}

function Entry({ place: { href, label, icon: Icon, also = [] } }: { place: Place }) {
  const [location] = useLocation()
  const here = [href, ...also].some((path) => location === path || location.startsWith(`${path}/`))
  return (
    <li>
      <Link href={href} className={styles.entry} aria-current={here ? "page" : undefined}>
        <Icon aria-hidden="true" />
        <span className={styles.label}>{label}</span>
      </Link>
    </li>
  )
}
