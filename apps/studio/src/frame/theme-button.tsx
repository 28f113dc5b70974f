import { Monitor, Moon, Sun } from "lucide-react"
import { type ThemeChoice, useThemeChoice } from "../theme/theme-choice.ts"
import { IconButton } from "../ui/icon-button.tsx"
import { Menu } from "../ui/menu.tsx"

const CHOICES: { value: ThemeChoice; label: string; icon: typeof Sun }[] = [
  { value: "system", label: "As the system", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
]

export function ThemeButton() {
  const [choice, choose] = useThemeChoice()
  const Icon = CHOICES.find(({ value }) => value === choice)?.icon ?? Monitor
  return (
    <Menu
      align="end"
      trigger={<IconButton label="Theme" icon={<Icon />} side="bottom" />}
      items={CHOICES.map(({ value, label, icon: Each }) => ({
        label,
        icon: <Each />,
        checked: value === choice,
        onSelect: () => choose(value),
      }))}
    />
  )
}
