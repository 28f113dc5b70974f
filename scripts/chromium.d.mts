interface Ran {
  status: number | null
  stderr?: string
}
type Environment = Record<string, string | undefined>

export function findChromium(env?: Environment, own?: () => string | undefined): string | undefined
export function installChromium(options?: {
  env?: Environment
  say?: (text: string) => void
  run?: (program: string, args: readonly string[], env: Environment) => Ran
  own?: () => string | undefined
}): { path?: string; reasons: string[] }
