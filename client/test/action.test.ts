import { describe, expect, it } from "vitest";
import { actionOf } from "../src/state/messages/action";

describe("what somebody does", () => {
  it.each([
    ["/me waves", "waves"],
    ["/me  waves at *all*\n\nand goes", "waves at *all*\n\nand goes"],
    ["/me", null],
    ["/me ", null],
    ["/mean", null],
    [" /me waves", null],
    ["/ME waves", null],
    ["x /me waves", null],
  ])("%j: %j", (body, action) => {
    expect(actionOf(body)).toBe(action);
  });
});
