import { Slot } from "radix-ui"
import type { ComponentProps, ReactNode } from "react"
import styles from "./button.module.css"
import { classNames } from "./class-names.ts"
import { Ring } from "./ring.tsx"

export interface ButtonProps extends Omit<ComponentProps<"button">, "children"> {
  variant?: "primary" | "default" | "quiet" | "danger"
  size?: "medium" | "small"
  /** A lucide icon before the text; it gets its size here. */
  icon?: ReactNode
  /** What is under way, as text beside a ring ("Saving…"); the button cannot be pressed meanwhile. */
  busy?: string | false | null
  /** The only child, a link, becomes the button: `<Button asChild><Link href="/runs">Runs</Link></Button>`. */
  asChild?: boolean
  children?: ReactNode
}

export function Button({
  variant = "default",
  size = "medium",
  icon,
  busy,
  asChild,
  children,
  className,
  disabled,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const Element = asChild ? Slot.Root : "button"
  return (
    <Element
      {...rest}
      {...(asChild ? {} : { type })}
      className={classNames(styles.button, styles[variant], styles[size], className)}
      disabled={disabled}
      aria-disabled={busy ? true : undefined}
      aria-busy={busy ? true : undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <Ring /> : icon ? <span className={styles.icon}>{icon}</span> : null}
      <Slot.Slottable>{busy || children}</Slot.Slottable>
    </Element>
  )
}
