import { Eye, EyeOff } from "lucide-react"
import { useState } from "react"
import type { FieldProps } from "../../ui/field.tsx"
import { IconButton } from "../../ui/icon-button.tsx"
import { TextField } from "../../ui/text-field.tsx"

interface SecretFieldProps extends FieldProps {
  value: string
  onChange: (value: string) => void
  /** One is stored, which stays unless another is typed. */
  kept?: boolean
}

/** Masked while it is typed; what is stored is never sent to the page. */
export function SecretField({ kept, value, onChange, ...field }: SecretFieldProps) {
  const [shown, setShown] = useState(false)
  return (
    <TextField
      {...field}
      type={shown ? "text" : "password"}
      code
      autoComplete="new-password"
      placeholder={kept ? "Stored; type to replace it" : undefined}
      value={value}
      onChange={onChange}
      suffix={
        value === "" ? null : (
          <IconButton
            label={shown ? "Hide it" : "Show it"}
            icon={shown ? <EyeOff /> : <Eye />}
            size="small"
            pressed={shown}
            onClick={() => setShown(!shown)}
          />
        )
      }
    />
  )
}
