/** A value for each period of a window, the oldest first; undefined where there is none. */
export type Series = readonly (number | undefined)[];

/**
 * What becomes of a metric that has no value at all in a window when it is filled. AWS does not document it: either it is
 * filled like any other, or there is nothing that could be filled.
 */
export type EmptyFill = "filled" | "left-empty";

/** An expression holds something that is not evaluated here; guessing could show an alarm that AWS would not raise. */
export class MetricExpressionError extends Error {
  override readonly name = "MetricExpressionError";

  constructor(expression: string, problem: string) {
    super(
      `The metric math "${expression}" cannot be evaluated: ${problem}. Known are FILL(metric, number) and ` +
        "SUM([expression, expression]); write it so, or teach local/aws/cloudwatch about it.",
    );
  }
}

/** Metric math: the sum of filled metrics, or a single one. */
export type MetricExpression = readonly FilledMetric[];

/** A metric by its name in the expression, and the value for the periods in which it has none. */
interface FilledMetric {
  readonly metric: string;
  readonly value: number;
}

/**
 * Reads metric math.
 *
 * @throws MetricExpressionError on anything but a filled metric, or a sum of such
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function parseExpression(expression: string): MetricExpression {
  const [, list] = /^SUM\(\[(.*)\]\)$/.exec(expression) ?? [];
  // The comma inside FILL( , ) separates nothing.
  const terms = list === undefined ? [expression] : list.split(/,(?![^(]*\))/);
  return terms.map((term) => parseFill(term.trim(), expression));
}

function parseFill(text: string, whole: string): FilledMetric {
  const [, metric, value] = /^FILL\(\s*([a-z]\w*)\s*,\s*(\d+)\s*\)$/.exec(text) ?? [];
  if (metric === undefined) throw new MetricExpressionError(whole, `"${text}" is not known here`);
  return { metric, value: Number(value) };
}

/**
 * Evaluates metric math. A sum over a list passes over what is empty.
 *
 * @param readMetric the values of a metric by its name in the expression
 * @returns a value for each period, or undefined where there is nothing at all
 */
export function evaluateExpression(
  expression: MetricExpression,
  readMetric: (name: string) => Series,
  emptyFill: EmptyFill,
): readonly number[] | undefined {
  const filled = expression.flatMap(({ metric, value: filler }) => {
    const series = readMetric(metric);
    const isEmpty = series.every((value) => value === undefined);
    return isEmpty && emptyFill === "left-empty" ? [] : [series.map((value) => value ?? filler)];
  });
  const [first, ...others] = filled;
  return first?.map((value, period) => others.reduce((sum, series) => sum + (series[period] ?? 0), value));
}
