import { type SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import type { Clock } from "../clock";
import type { MailConfiguration } from "../configuration";
import { describeError } from "../outside-text";
import type { Mail, Mailer } from "../run/ports";

/** SES did not say that it took the mail. What it accepts and later bounces is not seen here. */
export class MailError extends Error {
  override name = "MailError";
  constructor(error: unknown) {
    super(`SES did not confirm that it accepted the report: ${describeError(error)}`, { cause: error });
  }
}

const throttlePauseMs = 1_000;

/** Sends through Amazon SES, text and HTML together. */
export class SesMailer implements Mailer {
  readonly #client: SESClient;
  readonly #configuration: MailConfiguration;
  readonly #clock: Clock;

  /** @param client must not repeat by itself: a mail whose answer was late would be sent twice */
  constructor(client: SESClient, configuration: MailConfiguration, clock: Clock) {
    this.#client = client;
    this.#configuration = configuration;
    this.#clock = clock;
  }

  /**
   * Sends a mail, again only where SES said that it gets too many.
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
    for (;;) {
      try {
        const abortSignal = AbortSignal.timeout(Math.max(1, untilMs - this.#clock.now()));
        const { MessageId } = await this.#client.send(command, { abortSignal });
        if (MessageId === undefined) throw new Error("its answer has no message id");
        return MessageId;
      } catch (error) {
        const isThrottled = error instanceof Error && error.name.startsWith("Throttling");
        if (!isThrottled || this.#clock.now() + 2 * throttlePauseMs > untilMs) throw new MailError(error);
        await this.#clock.sleep(throttlePauseMs);
      }
    }
  }
}
