import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** Begun last they would run alone: on a machine that has not seen the tests vitest goes by the size of their files. */
const LONGEST = [
  "durability/torture",
  "differential/answers",
  "differential/sections",
  "durability/faults",
  "studio/",
  "e2e/package",
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // a process is shared by files of one project that follow each other: the short ones of the rooms are the last
    const place = ({ moduleId, project }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.includes(`/tests/${name}`))
      return at >= 0 ? at : LONGEST.length + Number(project.name === "rooms")
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}

/** Files share processes, which saves them their imports: a test leaves environment, timers and mocks as they were. */
const isolate = false

/** Two projects, so that only tests which run the bundle build it first. */
export default defineConfig({
  test: {
    // much of a test is waiting for processes: on two cores vitest's own choice would be one worker, and three take the least time
    maxWorkers: Math.max(3, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    reporters: process.env.MILLRACE_TEST_REPORT
      ? ["default", ["json", { outputFile: process.env.MILLRACE_TEST_REPORT }]]
      : ["default"],
    projects: [
      {
        test: {
          name: "rooms",
          isolate,
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
          globalSetup: ["tests/support/python.ts"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "whole",
          isolate,
          include: ["tests/**/*.test.ts"],
          globalSetup: [
            "tests/support/python.ts",
            "tests/support/build-bundle.ts",
            "tests/support/browser.ts",
          ],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // on a machine that does much else too a second, vitest's own choice, is not enough for a page
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
})
