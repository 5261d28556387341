import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["harness/**/*.test.ts", "reports/**/*.test.ts", "fixtures/**/*.test.ts"],
    pool: "forks",
    testTimeout: 30_000,
    reporters: ["default", "./harness/testing/closing-line.ts"],
  },
});
