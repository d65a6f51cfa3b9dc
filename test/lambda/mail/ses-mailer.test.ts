import { SESClient } from "@aws-sdk/client-ses";
import { MailError, SesMailer } from "../../../lambda/mail/ses-mailer";
import { type Respond, startServer } from "../portal/loopback-server";

const configuration = { sender: "backup@example.com", recipients: ["a@example.com", "b@example.com"] };
const mail = { subject: "[OK] done", text: "text ü", html: "<p>html ü</p>" };

async function send(respond: Respond) {
  const server = await startServer(respond);
  const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" };
  const client = new SESClient({ endpoint: server.url, region: "eu-central-1", credentials, maxAttempts: 1 });
  try {
    return { messageId: await new SesMailer(client, configuration).send(mail, Date.now() + 5_000), server };
  } finally {
    await server.stop();
  }
}

const answer = (result: string) =>
  `<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult>${result}</SendEmailResult></SendEmailResponse>`;

describe("the mail to SES", () => {
  it("carries text and HTML together, to all recipients", async () => {
    const { messageId, server } = await send((_, response) =>
      response.end(answer("<MessageId>m-1</MessageId>")),
    );
    expect(messageId).toBe("m-1");
    const fields = new URLSearchParams(server.requests[0]?.body);
    expect(fields.get("Source")).toBe("backup@example.com");
    expect(fields.get("Destination.ToAddresses.member.2")).toBe("b@example.com");
    expect(fields.get("Message.Subject.Data")).toBe("[OK] done");
    expect(fields.get("Message.Body.Text.Data")).toBe("text ü");
    expect(fields.get("Message.Body.Html.Data")).toBe("<p>html ü</p>");
    expect(fields.get("Message.Body.Html.Charset")).toBe("UTF-8");
  });

  it("is sent although SES leaves its id out", async () => {
    expect((await send((_, response) => response.end(answer("")))).messageId).toBe("");
  });

  it("that is rejected is an error with SES's reason", async () => {
    const rejected = send((_, response) => {
      response.writeHead(400, { "content-type": "text/xml" });
      response.end(
        "<ErrorResponse><Error><Type>Sender</Type><Code>MessageRejected</Code><Message>Email address is not verified.</Message></Error><RequestId>1</RequestId></ErrorResponse>",
      );
    });
    await expect(rejected).rejects.toThrow(MailError);
    await expect(rejected).rejects.toThrow("SES did not accept the report: Email address is not verified.");
  });
});
