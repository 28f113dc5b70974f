import { CircleAlert, CircleCheck, Info, X } from "lucide-react"
import { Toast as Radix } from "radix-ui"
import { useSyncExternalStore } from "react"
import { classNames } from "./class-names.ts"
import { IconButton } from "./icon-button.tsx"
import styles from "./toast.module.css"
import { dropToast, shownToasts, subscribeToasts, type ToastMessage } from "./toasts.ts"

const ICONS = { info: Info, done: CircleCheck, error: CircleAlert }

/** Once in the page. */
export function ToastRegion() {
  const shown = useSyncExternalStore(subscribeToasts, shownToasts)
  return (
    <Radix.Provider swipeDirection="right" label="Notification">
      {shown.map((message) => (
        <One key={message.id} message={message} />
      ))}
      <Radix.Viewport className={styles.region} data-toasts label="Notifications ({hotkey})" />
    </Radix.Provider>
  )
}

function One({ message }: { message: ToastMessage }) {
  const { id, kind = "info", title, text, action } = message
  const Icon = ICONS[kind]
  return (
    <Radix.Root
      className={styles.toast}
      duration={message.duration ?? (kind === "error" || action ? 12_000 : 5_000)}
      type={kind === "error" ? "foreground" : "background"}
      onOpenChange={(open) => open || dropToast(id)}
    >
      <Icon className={classNames(styles.icon, styles[kind])} size={16} aria-hidden="true" />
      <div className={styles.texts}>
        <Radix.Title className={styles.title}>{title}</Radix.Title>
        {text ? <Radix.Description className={styles.text}>{text}</Radix.Description> : null}
        {action ? (
          <Radix.Action altText={action.label} asChild>
            <button type="button" className={styles.action} onClick={action.onSelect}>
              {action.label}
            </button>
          </Radix.Action>
        ) : null}
      </div>
      <Radix.Close asChild>
        <IconButton label="Dismiss" icon={<X />} size="small" />
      </Radix.Close>
    </Radix.Root>
  )
}
