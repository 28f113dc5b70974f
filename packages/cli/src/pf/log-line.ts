/** `[2026-11-21 11:06:34 +0000][promptflow][WARNING] - text`, the original's lines on stderr. Times are UTC. */
export function logLine(
  logger: string,
  level: "INFO" | "WARNING" | "ERROR",
  text: string,
  at = new Date(),
): string {
  const stamp = at.toISOString().slice(0, 19).replace("T", " ")
  return `[${stamp} +0000][${logger}][${level}] - ${text}\n`
}
