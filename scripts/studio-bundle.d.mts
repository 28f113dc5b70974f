import type { Metafile } from "esbuild"

/** Writes the page to `folder`; answers esbuild's metafile, whose paths are relative to the repository. */
export function bundleStudio(folder: string, options?: { minify?: boolean }): Promise<Metafile>
