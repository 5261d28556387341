import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Only in the repository: the bundled agents are examples with dependencies of their own and are not part of the package. */
export const demoIsHere = (): boolean => existsSync(join(root, "fixtures", "agents", "sturdy", "target.yaml"));
