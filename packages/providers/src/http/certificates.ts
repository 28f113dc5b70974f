import { readFileSync } from "node:fs"
import tls from "node:tls"
import { MillraceError } from "@internal/schema"

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The certificate authorities that outgoing calls trust. A bundle named by `SSL_CERT_FILE`, `REQUESTS_CA_BUNDLE` or
 * `CURL_CA_BUNDLE` (the first that is set) is added to the system's and Node's own, so that a company's private CA works
 * whether it was installed in the system or named in the environment.
 */
export function trustedAuthorities(env: Environment): string[] {
  const trusted = new Set([...tls.getCACertificates("default"), ...systemAuthorities()])
  const name = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"].find((key) => env[key])
  if (name) for (const certificate of certificatesOf(env[name] as string, name)) trusted.add(certificate)
  return [...trusted]
}

function systemAuthorities(): string[] {
  try {
    return tls.getCACertificates("system")
  } catch {
    // A broken system store must not stop calls that the other authorities can vouch for.
    return []
  }
}

function certificatesOf(file: string, variable: string): string[] {
  let text: string
  try {
    text = readFileSync(file, "utf8")
  } catch (error) {
    const reason = `${(error as NodeJS.ErrnoException).code ?? error} (named by ${variable})`
    throw new MillraceError("FILE_UNREADABLE", { path: file, reason }, { cause: error })
  }
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
}
