import type { Browser } from "playwright-core"

export interface ScreenshotOptions {
  dark?: boolean
  /** "1440x900" */
  size?: string
  steps?: ["click" | "press", string][]
  wait?: number
  full?: boolean
}
export function openBrowser(): Promise<Browser | undefined>
export function screenshot(
  browser: Browser,
  url: string,
  file: string,
  options?: ScreenshotOptions,
): Promise<void>
