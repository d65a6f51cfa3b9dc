import { checked, flag, object, type Shape, text } from "../shape";

const ofText = object({ S: text });
const ofFlag = object({ BOOL: flag });
const ofNumber = object({ N: text });

/** An attribute of DynamoDB that holds a text. */
export const textAttribute: Shape<string> = (value, path) => ofText(value, path).S;

/** An attribute of DynamoDB that holds a number. */
export const numberAttribute = checked(
  (value) => Number(ofNumber(value).N),
  "an attribute that holds a number",
  Number.isFinite,
);

/** An attribute of DynamoDB that is true or false. */
export const flagAttribute: Shape<boolean> = (value, path) => ofFlag(value, path).BOOL;
