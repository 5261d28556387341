import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["harness/**/*.test.ts", "reports/**/*.test.ts", "fixtures/**/*.test.ts"],
    pool: "forks",
    testTimeout: 30_000,
    // A condition is waited for as long as a busy machine may need; one second, which is usual, is not that long.
    expect: { poll: { timeout: 10_000 } },
    reporters: ["default", "./harness/testing/closing-line.ts"],
  },
});
