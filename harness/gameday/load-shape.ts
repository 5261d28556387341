import type { LoadShape } from "../domain/gameday.ts";

/** Requests that are due from 0 to `t` ms: the area under the rate. */
export function dueBy(shape: LoadShape, t: number): number {
  const seconds = Math.max(0, t) / 1000;
  switch (shape.kind) {
    case "constant":
      return shape.rate * seconds;
    case "ramp": {
      const over = shape.over / 1000;
      const inside = Math.min(seconds, over);
      const rising = over === 0 ? 0 : shape.from * inside + ((shape.to - shape.from) * inside * inside) / (2 * over);
      return rising + shape.to * (seconds - inside);
    }
    case "spike": {
      const high = Math.min(Math.max(0, seconds - shape.after / 1000), shape.lasts / 1000);
      return shape.rate * (seconds - high) + shape.peak * high;
    }
  }
}
