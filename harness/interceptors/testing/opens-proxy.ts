import { proxy } from "../proxy.ts";
import { scriptedRouter } from "./scripted-router.ts";

/** Opens the proxy, says what it hands over, and waits for its end. */
const open = await proxy().open(scriptedRouter());
process.stdout.write(`${JSON.stringify(open.environment({ trial: "t" }, []))}\n`);
setInterval(() => {}, 60_000);
