import * as v from "valibot";

/**
 * A valibot action that refuses a value for the reason that `complain` gives.
 * @param complain what is wrong with the value, as a clause; undefined if nothing is
 */
export function refuse<Value>(complain: (value: Value) => string | undefined): v.RawCheckAction<Value> {
  return v.rawCheck(({ dataset, addIssue }) => {
    const reason = dataset.typed ? complain(dataset.value) : undefined;
    if (reason !== undefined) addIssue({ message: reason });
  });
}

/**
 * A valibot action that replaces a name by the thing it names.
 * @param find the thing, or undefined if there is none of this name
 * @param complain why there is none, as a clause
 */
export function lookUp<Value, Found>(
  find: (value: Value) => Found | undefined,
  complain: (value: Value) => string,
): v.RawTransformAction<Value, Found> {
  return v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const found = find(dataset.value);
    if (found !== undefined) return found;
    addIssue({ message: complain(dataset.value) });
    return NEVER;
  });
}
