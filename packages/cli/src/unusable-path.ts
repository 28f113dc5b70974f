import { MillraceError, toMillraceError } from "@internal/schema"

/** What the machine says where a path cannot be used; Node says ENOENT where a folder cannot be made. */
const MACHINE = new Set([
  "EACCES",
  "EDQUOT",
  "EEXIST",
  "EISDIR",
  "EMFILE",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOSPC",
  "ENOTDIR",
  "EPERM",
  "EROFS",
])

/** `toMillraceError` for what ends a command: a file or folder that cannot be read or written is no defect of Millrace. */
export function failureOf(thrown: unknown): MillraceError {
  const error = toMillraceError(thrown)
  const { cause } = error
  if (error.code !== "INTERNAL" || !(cause instanceof Error)) return error
  const { code, path, syscall } = cause as NodeJS.ErrnoException
  if (code === undefined || path === undefined || syscall === undefined || !MACHINE.has(code)) return error
  const hint = "Check the path, the permissions and the disk."
  return new MillraceError("STORE_FAILED", { subject: path, reason: cause.message, hint }, { cause })
}
