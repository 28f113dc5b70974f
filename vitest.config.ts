import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"

/** Two projects, so that only tests which run the bundle build it first. */
export default defineConfig({
  test: {
    // much of a test is waiting for processes: on two cores vitest's own choice would be one worker, and three take the least time
    maxWorkers: Math.max(3, availableParallelism() - 1),
    reporters: process.env.MILLRACE_TEST_REPORT
      ? ["default", ["json", { outputFile: process.env.MILLRACE_TEST_REPORT }]]
      : ["default"],
    projects: [
      {
        test: {
          name: "rooms",
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", "scripts/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "whole",
          include: ["tests/**/*.test.ts"],
          globalSetup: ["tests/support/build-bundle.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
