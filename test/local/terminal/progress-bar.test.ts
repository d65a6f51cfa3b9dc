import { drawProgressBar } from "../../../local/terminal/progress-bar";

test.each([
  [0, "[------------------------------]   0 %"],
  [33, "[##########--------------------]  33 %"],
  [33.4, "[##########--------------------]  33 %"],
  [99.9, "[##############################] 100 %"],
  [100, "[##############################] 100 %"],
])("%d per cent is drawn to scale", (percent, bar) => {
  expect(drawProgressBar(percent)).toBe(bar);
});

test.each([-5, 140])("a bar of %d per cent is as wide as any other", (percent) => {
  expect(/^\[(.*)\]/.exec(drawProgressBar(percent))?.[1]).toHaveLength(30);
});
