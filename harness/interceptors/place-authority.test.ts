import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { placeAuthority } from "./place-authority.ts";

const root = mkdtempSync(join(tmpdir(), "brownout-authority-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("places a file that only this user can reach, and takes it away with its folder", async () => {
  const placed = await placeAuthority("certificate", root);
  expect([statSync(placed.file).mode & 0o777, statSync(dirname(placed.file)).mode & 0o777]).toEqual([0o600, 0o700]);
  await placed[Symbol.asyncDispose]();
  await placed[Symbol.asyncDispose]();
  expect(readdirSync(root)).toEqual([]);
});

it.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)("takes it away after %s", async (signal) => {
  const program = fileURLToPath(new URL("./testing/places-authority.ts", import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  const [file] = (await once(child.stdout, "data")) as [Buffer];
  expect(existsSync(file.toString())).toBe(true);
  child.kill(signal);
  await once(child, "exit");
  await expect.poll(() => existsSync(dirname(file.toString())), { timeout: 20_000 }).toBe(false);
});

it("sweeps folders of yesterday whose process is no more, and no others", async () => {
  const yesterday = Date.now() / 1000 - 90_000;
  const gone = 2 ** 22 + 1; // beyond the ids that Linux gives
  const folders = {
    old: `brownout-ca-${gone}-a`,
    young: `brownout-ca-${gone}-b`,
    mine: `brownout-ca-${process.pid}-c`,
  };
  for (const name of Object.values(folders)) mkdirSync(join(root, name));
  for (const name of [folders.old, folders.mine]) utimesSync(join(root, name), yesterday, yesterday);
  const placed = await placeAuthority("certificate", root);
  await placed[Symbol.asyncDispose]();
  expect(readdirSync(root).sort()).toEqual([folders.mine, folders.young].sort());
});
