import { type SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import type { MailConfiguration } from "../configuration";
import { describeError } from "../outside-text";
import type { Mail, Mailer } from "../run/ports";

/** SES did not take the mail. What it accepts and later bounces is not seen here. */
export class MailError extends Error {
  override name = "MailError";
  constructor(error: unknown) {
    super(`SES did not accept the report: ${describeError(error)}`, { cause: error });
  }
}

/** Sends through Amazon SES, text and HTML together. */
export class SesMailer implements Mailer {
  readonly #client: SESClient;
  readonly #configuration: MailConfiguration;

  constructor(client: SESClient, configuration: MailConfiguration) {
    this.#client = client;
    this.#configuration = configuration;
  }

  /**
   * @returns the message id that SES gave
   * @throws {@link MailError}
   */
  async send(mail: Mail, untilMs: number): Promise<string> {
    const content = (Data: string) => ({ Charset: "UTF-8", Data });
    const command = new SendEmailCommand({
      Source: this.#configuration.sender,
      Destination: { ToAddresses: [...this.#configuration.recipients] },
      Message: {
        Subject: content(mail.subject),
        Body: { Text: content(mail.text), Html: content(mail.html) },
      },
    });
    try {
      const abortSignal = AbortSignal.timeout(Math.max(1, untilMs - Date.now()));
      const { MessageId = "" } = await this.#client.send(command, { abortSignal });
      return MessageId;
    } catch (error) {
      throw new MailError(error);
    }
  }
}
