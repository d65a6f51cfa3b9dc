import { SESClient } from "@aws-sdk/client-ses";
import { systemClock } from "../../../lambda/clock";
import { MailError, SesMailer } from "../../../lambda/mail/ses-mailer";
import { type Respond, startServer } from "../portal/loopback-server";

const configuration = { sender: "backup@example.com", recipients: ["a@example.com", "b@example.com"] };
const mail = { subject: "[OK] done", text: "text ü", html: "<p>html ü</p>" };

async function send(respond: Respond, budgetMs = 5_000) {
  const server = await startServer(respond);
  const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" };
  const client = new SESClient({ endpoint: server.url, region: "eu-central-1", credentials, maxAttempts: 1 });
  const mailer = new SesMailer(client, configuration, systemClock);
  try {
    return { messageId: await mailer.send(mail, Date.now() + budgetMs), requests: server.requests };
  } catch (error) {
    return { error, requests: server.requests };
  } finally {
    await server.stop();
  }
}

const refuse =
  (code: string, message: string): Respond =>
  (_, response) => {
    response.writeHead(400, { "content-type": "text/xml" });
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    );
  };

const answer = (result: string) =>
  `<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult>${result}</SendEmailResult></SendEmailResponse>`;

describe("the mail to SES", () => {
  it("carries text and HTML together, to all recipients", async () => {
    const { messageId, requests } = await send((_, response) =>
      response.end(answer("<MessageId>m-1</MessageId>")),
    );
    expect(messageId).toBe("m-1");
    const fields = new URLSearchParams(requests[0]?.body);
    expect(fields.get("Source")).toBe("backup@example.com");
    expect(fields.get("Destination.ToAddresses.member.2")).toBe("b@example.com");
    expect(fields.get("Message.Subject.Data")).toBe("[OK] done");
    expect(fields.get("Message.Body.Text.Data")).toBe("text ü");
    expect(fields.get("Message.Body.Html.Data")).toBe("<p>html ü</p>");
    expect(fields.get("Message.Body.Html.Charset")).toBe("UTF-8");
  });

  it.each([
    ["SES leaves its id out", answer("")],
    ["a page comes in the place of SES's answer", "<!DOCTYPE html><html><body>Maintenance</body></html>"],
  ])("counts as not sent where %s, and is not sent again", async (_, body) => {
    const { error, requests } = await send((_, response) => response.end(body));
    expect(error).toBeInstanceOf(MailError);
    expect(String(error)).toContain("its answer has no message id");
    expect(requests).toHaveLength(1);
  });

  it("that is rejected is an error with SES's reason, and is not sent again", async () => {
    const { error, requests } = await send(refuse("MessageRejected", "Email address is not verified."));
    expect(error).toBeInstanceOf(MailError);
    expect(String(error)).toContain(
      "SES did not confirm that it accepted the report: Email address is not verified.",
    );
    expect(requests).toHaveLength(1);
  });

  it("whose answer is late is not sent again, because SES may have taken it", async () => {
    const { error, requests } = await send(() => {}, 300);
    expect(error).toBeInstanceOf(MailError);
    expect(requests).toHaveLength(1);
  });

  it("is sent again when SES gets too many, while there is time", async () => {
    const recovering: Respond = (request, response, count) =>
      count === 1
        ? refuse("Throttling", "Maximum sending rate exceeded.")(request, response, count)
        : response.end(answer("<MessageId>m-2</MessageId>"));
    expect(await send(recovering)).toMatchObject({ messageId: "m-2", requests: [{}, {}] });
    const { error, requests } = await send(refuse("Throttling", "Maximum sending rate exceeded."), 1_500);
    expect(String(error)).toContain("Maximum sending rate exceeded");
    expect(requests).toHaveLength(1);
  });
});
