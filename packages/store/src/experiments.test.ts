import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { experimentSuite } from "../testing/experiment-suite.ts"
import { openStore } from "./store.ts"

const home = mkdtempSync(join(tmpdir(), "millrace-experiments-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))

experimentSuite(() => openStore({ home, env: {} }))
