import * as v from "valibot";

/** An attribute of DynamoDB that holds a text. */
export const textAttribute = v.pipe(
  v.object({ S: v.string() }),
  v.transform(({ S }) => S),
);

/** An attribute of DynamoDB that holds a number. */
export const numberAttribute = v.pipe(
  v.object({
    N: v.pipe(
      v.string(),
      v.transform(Number),
      v.check((value) => Number.isFinite(value)),
    ),
  }),
  v.transform(({ N }) => N),
);
