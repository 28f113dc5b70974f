import { CircleHelp, Monitor, Moon, Sun } from "lucide-react"
import { type ReactNode, useEffect, useMemo, useState } from "react"
import { useLocation, useSearchParams } from "wouter"
import { chooseTheme } from "../theme/theme-choice.ts"
import styles from "./app-frame.module.css"
import { CommandPalette } from "./command-palette.tsx"
import { type Command, runByKeys, useCommands } from "./commands.ts"
import type { PaletteItem } from "./palette-items.tsx"
import { PLACES, Rail, SETTINGS } from "./rail.tsx"
import { ShortcutsDialog } from "./shortcuts-dialog.tsx"
import { SlotProvider } from "./slots.tsx"
import { TopBar } from "./top-bar.tsx"

interface AppFrameProps {
  children: ReactNode
  notice?: ReactNode
  /** Of the command palette: what there is to go to. */
  useItems?: () => readonly PaletteItem[]
}

const NOTHING: readonly PaletteItem[] = []
const useNothing = () => NOTHING

/** Rail, top bar and the page between them. `?alone` in the address leaves the rail out, for a page in a window of its own. */
export function AppFrame({ children, notice, useItems = useNothing }: AppFrameProps) {
  const [palette, setPalette] = useState(false)
  const [shortcuts, setShortcuts] = useState(false)
  const [params] = useSearchParams()
  const alone = params.has("alone")
  const [, go] = useLocation()
  const commands = useMemo(
    () =>
      frameCommands(
        go,
        () => setPalette((open) => !open),
        () => setShortcuts(true),
      ),
    [go],
  )
  useCommands("Go to", commands.places)
  useCommands("Everywhere", commands.everywhere)
  useEffect(() => {
    addEventListener("keydown", runByKeys)
    return () => removeEventListener("keydown", runByKeys)
  }, [])
  return (
    <SlotProvider>
      <a className={styles.skip} href="#page">
        To the page
      </a>
      <div className={styles.frame}>
        <TopBar onPalette={() => setPalette(true)} home={!alone} />
        {notice}
        <div className={styles.below}>
          {alone ? null : <Rail onHelp={() => setShortcuts(true)} />}
          <main id="page" className={styles.page} tabIndex={-1}>
            {children}
          </main>
        </div>
      </div>
      <CommandPalette open={palette} onOpenChange={setPalette} useItems={useItems} />
      <ShortcutsDialog open={shortcuts} onOpenChange={setShortcuts} />
    </SlotProvider>
  )
}

function frameCommands(go: (to: string) => void, palette: () => void, shortcuts: () => void) {
  const places: Command[] = [...PLACES, SETTINGS].map(({ href, label, icon: Icon, key }) => ({
    id: `go${href}`,
    label,
    icon: <Icon />,
    keys: `g ${key}`,
    run: () => go(href),
  }))
  const everywhere: Command[] = [
    { id: "palette", label: "Find a command", keys: "mod+k", unlisted: true, run: palette },
    {
      id: "shortcuts",
      label: "Keyboard shortcuts",
      icon: <CircleHelp />,
      keys: "?",
      words: "help keys",
      run: shortcuts,
    },
    { id: "theme.light", label: "Light theme", icon: <Sun />, run: () => chooseTheme("light") },
    { id: "theme.dark", label: "Dark theme", icon: <Moon />, run: () => chooseTheme("dark") },
    { id: "theme.system", label: "Theme as the system", icon: <Monitor />, run: () => chooseTheme("system") },
  ]
  return { places, everywhere }
}
