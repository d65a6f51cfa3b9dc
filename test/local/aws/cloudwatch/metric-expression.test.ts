import {
  type EmptyFill,
  evaluateExpression,
  MetricExpressionError,
  parseExpression,
  type Series,
} from "../../../../local/aws/cloudwatch/metric-expression";

const metrics: Record<string, Series> = {
  some: [undefined, 2, undefined],
  more: [1, 1, undefined],
  none: [undefined, undefined, undefined],
};

function evaluate(expression: string, emptyFill: EmptyFill = "filled") {
  return evaluateExpression(parseExpression(expression), (name) => metrics[name] ?? [], emptyFill);
}

test.each<[string, Series]>([
  ["FILL(some, 0)", [0, 2, 0]],
  ["FILL( some,7 )", [7, 2, 7]],
  ["FILL(none, 1)", [1, 1, 1]],
  ["SUM([FILL(some, 0), FILL(more, 0)])", [1, 3, 0]],
  ["SUM([FILL(some, 0)])", [0, 2, 0]],
  ["SUM([FILL(some, 0), FILL(more, 1), FILL(none, 5)])", [6, 8, 6]],
])("%s has a value for each period", (expression, series) => {
  expect(evaluate(expression)).toEqual(series);
});

test("a metric without any value may be left empty by its filling", () => {
  expect(evaluate("FILL(none, 0)", "left-empty")).toBeUndefined();
  expect(evaluate("FILL(some, 0)", "left-empty")).toEqual([0, 2, 0]);
});

test("a sum over a list passes over what is empty", () => {
  expect(evaluate("SUM([FILL(none, 0), FILL(some, 0)])", "left-empty")).toEqual([0, 2, 0]);
  expect(evaluate("SUM([FILL(none, 0), FILL(none, 0)])", "left-empty")).toBeUndefined();
});

test.each([
  "some",
  "FILL(some, REPEAT)",
  "FILL(some, -1)",
  "FILL(some, 0) + FILL(more, 0)",
  "MAX([FILL(some, 0)])",
  "SUM(METRICS())",
  "SUM([some, more])",
  "SUM([SUM([FILL(some, 0)]), FILL(more, 0)])",
  "",
])("%j is not evaluated", (expression) => {
  expect(() => parseExpression(expression)).toThrow(MetricExpressionError);
});
