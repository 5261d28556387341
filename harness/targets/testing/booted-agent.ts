import { defineTarget } from "../define-target.ts";

let boots = 0;
export const closed: number[] = [];

export default defineTarget({
  boot(env) {
    if (env.FAIL_TO_BOOT) throw new Error("no database");
    boots += 1;
    const mine = boots;
    let asked = 0;
    return {
      perform() {
        asked += 1;
        return { text: `agent ${mine}, question ${asked}` };
      },
      close: () => void closed.push(mine),
    };
  },
});
