import { describe, expect, it } from "vitest";
import { openCallBook } from "./call-book.ts";

describe("the call book", () => {
  it("counts a repeated request as another attempt until one has come back clean", () => {
    const book = openCallBook();
    const first = book.enter("orders.get_order", "a");
    expect([first.occurrence, first.attempt]).toEqual([1, 1]);
    const second = book.enter("orders.get_order", "a");
    expect([second.occurrence, second.attempt]).toEqual([1, 2]);
    second.settle();
    const again = book.enter("orders.get_order", "a");
    expect([again.occurrence, again.attempt]).toEqual([2, 1]);
  });

  it("takes what is asked for the user's next words for no retry of what failed before", () => {
    const book = openCallBook();
    book.enter("orders.get_order", "a");
    book.newTurn();
    const next = book.enter("orders.get_order", "a");
    expect([next.occurrence, next.attempt]).toEqual([2, 1]);
    expect(book.enter("orders.get_order", "a").attempt).toBe(2);
  });

  it("keeps different requests and operations apart", () => {
    const book = openCallBook();
    book.enter("orders.get_order", "a");
    const other = book.enter("orders.get_order", "b");
    expect([other.occurrence, other.attempt]).toEqual([2, 1]);
    const elsewhere = book.enter("orders.cancel_order", "a");
    expect([elsewhere.occurrence, elsewhere.attempt]).toEqual([1, 1]);
    const retry = book.enter("orders.get_order", "a");
    expect([retry.occurrence, retry.attempt]).toEqual([1, 2]);
  });
});
