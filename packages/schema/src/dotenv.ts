const ASSIGNMENT =
  /^[^\S\n]*(?:export\s+)?([^\s=#'"]+)[^\S\n]*=[^\S\n]*(?:'((?:\\'|[^'])*)'|"((?:\\"|[^"])*)"|([^\n]*))[^\S\n]*(?:#.*)?$/gm
const REFERENCE = /\$\{([^}:]*)(?::-([^}]*))?\}/g
const ESCAPED: Record<string, string> = { n: "\n", t: "\t", r: "\r" }

/**
 * Lines `NAME=value` of a dotenv file; quotes, `export` and comments as in other tools; double quotes know `\n`, `\t`, `\"`.
 * `${NAME}` and `${NAME:-default}` are the value of an earlier line, else of `env`, else nothing.
 */
export function parseDotenv(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const variables: Record<string, string> = {}
  const lines = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n")
  for (const [, name = "", single, double, bare = ""] of lines.matchAll(ASSIGNMENT)) {
    const value =
      single?.replace(/\\(['\\])/g, "$1") ??
      double?.replace(/\\(.)/g, (_, c: string) => ESCAPED[c] ?? c) ??
      bare.replace(/\s+#.*/, "").trimEnd()
    variables[name] = value.replace(
      REFERENCE,
      (_, other: string, fallback = "") => variables[other] ?? env[other] ?? fallback,
    )
  }
  return variables
}
