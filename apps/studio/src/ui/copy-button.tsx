import { Check, Copy } from "lucide-react"
import { useEffect, useState } from "react"
import { IconButton, type IconButtonProps } from "./icon-button.tsx"

export interface CopyButtonProps extends Omit<IconButtonProps, "label" | "icon" | "onClick"> {
  /** A function where the text is costly to make. */
  text: string | (() => string)
  label?: string
}

export function CopyButton({ text, label = "Copy", size = "small", ...rest }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    await navigator.clipboard.writeText(typeof text === "function" ? text() : text)
    setCopied(true)
  }
  return (
    <IconButton
      {...rest}
      size={size}
      label={copied ? "Copied" : label}
      icon={copied ? <Check /> : <Copy />}
      onClick={() => void copy()}
    />
  )
}
