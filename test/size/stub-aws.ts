import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";

const messageId =
  "<SendEmailResponse><SendEmailResult><MessageId>1</MessageId></SendEmailResult></SendEmailResponse>";

/** As little as each service can answer with: an empty ledger, a key, and yes to everything. */
function answer({ headers, url = "" }: IncomingMessage, body: string, apiKey: string): string {
  if (body.includes("Action=SendEmail")) return messageId;
  if (String(headers["x-amz-target"]).endsWith("GetSecretValue"))
    return JSON.stringify({ SecretString: apiKey });
  return JSON.stringify(
    url.startsWith("/schedules") ? { ScheduleArn: "arn" } : { ConsumedCapacity: { CapacityUnits: 1 } },
  );
}

/** A server that answers in the place of all of AWS at once, so that what is measured is the caller. */
export async function startStubAws(apiKey: string) {
  let mails = 0;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const answered = answer(request, body, apiKey);
      if (answered === messageId) mails += 1;
      response.end(answered);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** How many mails were sent so far. */
    get mails(): number {
      return mails;
    },
    stop: () => void server.close(),
  };
}
