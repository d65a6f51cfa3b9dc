import type { Protocol } from "./protocol";

export const DYNAMODB_CONTENT_TYPE = "application/x-amz-json-1.0";

const errorOf = (code: string) => ({ code: `com.amazon.coral.service#${code}`, status: 400 });

/**
 * AWS JSON 1.0, which DynamoDB speaks, with DynamoDB's own words for a table that is used too much.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export const dynamodbProtocol: Protocol = {
  refusals: {
    unsigned: errorOf("MissingAuthenticationTokenException"),
    "unknown-key": errorOf("UnrecognizedClientException"),
    "bad-signature": errorOf("InvalidSignatureException"),
    "access-denied": errorOf("AccessDeniedException"),
    throttled: {
      code: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
      status: 400,
    },
    "no-stand-in": errorOf("UnknownOperationException"),
    "broken-stand-in": { code: "com.amazonaws.dynamodb.v20120810#InternalServerError", status: 500 },
  },
  renderError: ({ code, message, status }) => ({
    status,
    contentType: DYNAMODB_CONTENT_TYPE,
    // Both spellings of the field are in use there.
    body: JSON.stringify({ __type: code, Message: message, message }),
  }),
};
