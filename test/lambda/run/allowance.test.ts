import { isAllowed, isCharged, spend } from "../../../lambda/run/allowance";

const plan = { freeAllowed: 2, freeUsed: 0, paid: 0, pays: true };

it.each([
  ["is free while free ones are left", { ...plan, freeUsed: 1 }, false],
  ["is charged when they are used up", { ...plan, freeUsed: 2 }, true],
  ["is charged on a plan that has none", { ...plan, freeAllowed: 0 }, true],
  [
    "may be charged where it is not told whether paid ones are on",
    { ...plan, freeUsed: 2, pays: undefined },
    true,
  ],
  ["is refused, and not charged, where paid ones are off", { ...plan, freeUsed: 2, pays: false }, false],
])("a backup %s", (_what, allowance, charged) => {
  expect(isCharged(allowance)).toBe(charged);
});

it.each([
  [{ ...plan, freeUsed: 1 }, 0, true],
  [{ ...plan, freeUsed: 2 }, 0, false],
  [{ ...plan, freeUsed: 2, paid: 3 }, 4, true],
  [{ ...plan, freeUsed: 2, paid: 4 }, 4, false],
  [{ ...plan, freeUsed: 2, paid: 5 }, 4, false],
  [{ ...plan, freeUsed: 2, pays: false }, 0, true],
])("with %j and a limit of %i it may be asked for: %j", (allowance, maxPaid, allowed) => {
  expect(isAllowed(allowance, maxPaid)).toBe(allowed);
});

it.each([
  [plan, 1, 0, { free: 1, charged: 0, refused: 0 }],
  [plan, 5, 0, { free: 2, charged: 0, refused: 3 }],
  [{ ...plan, freeUsed: 1, paid: 1 }, 9, 4, { free: 1, charged: 3, refused: 5 }],
  [{ ...plan, freeUsed: 3, paid: 6 }, 2, 4, { free: 0, charged: 0, refused: 2 }],
  [{ ...plan, pays: false }, 5, 9, { free: 2, charged: 0, refused: 3 }],
  [{ freeAllowed: 2, freeUsed: 2 }, 5, 3, { free: 0, charged: 3, refused: 2 }],
  [plan, 0, 0, { free: 0, charged: 0, refused: 0 }],
])("%j, %i more and a limit of %i come to %j", (allowance, count, maxPaid, shares) => {
  expect(spend(allowance, count, maxPaid)).toEqual(shares);
});
