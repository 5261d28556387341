#!/usr/bin/env node
import { main } from "./cli/program.ts";

process.exitCode = await main(process.argv.slice(2));
// Whatever an agent under test has left open must not keep the program alive.
process.exit();
