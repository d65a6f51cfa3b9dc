import type { Clock } from "../clock/clock";
import type { Deployment } from "./deployment";
import { AccessDenied } from "./iam";
import {
  type AwsService,
  type Caller,
  ServiceError,
  type ServiceRequest,
  type WireResponse,
} from "./service";
import type { SesIdentities } from "./ses-identities";
import { answerXml, queryProtocol, readMembers, readQueryOperation } from "./wire/query-protocol";

/** A mail that was accepted. Addresses are as they were given, display names included. */
export interface SentMail {
  readonly messageId: string;
  readonly atMs: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly replyTo: readonly string[];
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
}

/** An error that SES answers each mail with, e.g. `MessageRejected`. */
export interface MailRejection {
  readonly code: string;
  readonly message: string;
}

const MAX_RECIPIENTS = 50;

/**
 * A stand-in for Amazon SES v1 as it is in the sandbox, where the recipients' identities are checked against the
 * role's policies too: SendEmail, into an inbox of its own.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html
 */
export class Ses implements AwsService {
  readonly name = "ses";
  readonly protocol = queryProtocol;
  readonly readOperation = readQueryOperation;
  /** What was sent, oldest first. */
  readonly mails: SentMail[] = [];
  /** When set, no mail is accepted. */
  rejection: MailRejection | undefined;
  /** Called with each mail that is accepted. */
  onMail: (mail: SentMail) => void = () => undefined;

  readonly #clock: Clock;
  readonly #deployment: Deployment;
  readonly #identities: SesIdentities | undefined;

  /** @param options.identities who may send and, in the sandbox, be written to. @default everybody */
  constructor(options: {
    readonly clock: Clock;
    readonly deployment: Deployment;
    readonly identities?: SesIdentities;
  }) {
    this.#clock = options.clock;
    this.#deployment = options.deployment;
    this.#identities = options.identities;
  }

  handle(request: ServiceRequest, caller: Caller): WireResponse {
    const form = new URLSearchParams(request.body);
    const operation = this.readOperation(request);
    if (operation !== "SendEmail")
      throw new ServiceError("InvalidAction", `The rehearsal's SES knows no operation ${operation}.`);
    const mail = readMail(form, { messageId: `0107${request.requestId}`, atMs: this.#clock.now() });
    this.#authorize(mail, caller);
    if (this.rejection !== undefined) throw new ServiceError(this.rejection.code, this.rejection.message);
    this.#requireVerified(mail);
    this.mails.push(mail);
    this.onMail(mail);
    return answerXml(operation, request.requestId, { MessageId: mail.messageId });
  }

  #requireVerified(mail: SentMail): void {
    const recipients = recipientsOf(mail).map(bareAddress);
    const unverified = this.#identities?.listUnverified(bareAddress(mail.from), recipients) ?? [];
    if (unverified.length === 0) return;
    const region = this.#deployment.region.toUpperCase();
    throw new ServiceError(
      "MessageRejected",
      `Email address is not verified. The following identities failed the check in region ${region}: ${unverified.join(", ")}`,
    );
  }

  #authorize(mail: SentMail, caller: Caller): void {
    const from = bareAddress(mail.from);
    const recipients = recipientsOf(mail).map(bareAddress);
    const { region, accountId } = this.#deployment;
    try {
      for (const address of new Set([from, ...recipients])) {
        caller.authorize("ses:SendEmail", `arn:aws:ses:${region}:${accountId}:identity/${address}`, {
          "ses:FromAddress": from,
          "ses:Recipients": recipients,
        });
      }
    } catch (cause) {
      if (!(cause instanceof AccessDenied)) throw cause;
      const { principal } = caller;
      throw new ServiceError(
        "AccessDenied",
        `User \`${principal.arn}' is not authorized to perform \`${cause.action}' on resource \`${cause.resource}'`,
        403,
      );
    }
  }
}

/** @throws ServiceError if SES would not take the mail, or if a header would be broken by what it holds */
function readMail(form: URLSearchParams, delivery: Pick<SentMail, "messageId" | "atMs">): SentMail {
  refuseUnknownParameters(form);
  const mail: SentMail = {
    ...delivery,
    from: form.get("Source") ?? "",
    to: readMembers(form, "Destination.ToAddresses"),
    cc: readMembers(form, "Destination.CcAddresses"),
    bcc: readMembers(form, "Destination.BccAddresses"),
    replyTo: readMembers(form, "ReplyToAddresses"),
    subject: form.get("Message.Subject.Data") ?? "",
    text: form.get("Message.Body.Text.Data") ?? undefined,
    html: form.get("Message.Body.Html.Data") ?? undefined,
  };
  const recipients = recipientsOf(mail);
  if (recipients.length === 0)
    throw new ServiceError("InvalidParameterValue", "Missing required header 'To'.");
  if (recipients.length > MAX_RECIPIENTS)
    throw new ServiceError("MessageRejected", `Recipient count exceeds ${MAX_RECIPIENTS}.`);
  for (const address of [mail.from, ...recipients, ...mail.replyTo]) {
    if (!/^[^\s@]+@[^\s@]+$/.test(bareAddress(address)))
      throw new ServiceError("InvalidParameterValue", `Missing final '@domain' in "${address}".`);
  }
  if ([mail.subject, mail.from, ...recipients].some((header) => /[\r\n]/.test(header)))
    throw new ServiceError("InvalidParameterValue", "Header contains a line break.");
  if (mail.text === undefined && mail.html === undefined)
    throw new ServiceError("InvalidParameterValue", "A mail needs a text or an HTML body.");
  return mail;
}

const KNOWN_PARAMETERS =
  /^(?:Action|Version|Source|(?:Destination\.(?:To|Cc|Bcc)Addresses|ReplyToAddresses)(?:\.member\.\d+)?|Message\.(?:Subject|Body\.Text|Body\.Html)\.(?:Data|Charset))$/;

/** A parameter that is passed over here could change what AWS does: a configuration set asks for a further grant. */
function refuseUnknownParameters(form: URLSearchParams): void {
  for (const name of form.keys()) {
    if (!KNOWN_PARAMETERS.test(name))
      throw new ServiceError(
        "InvalidParameterValue",
        `The rehearsal's SES does not know the parameter ${name}.`,
      );
  }
}

function recipientsOf(mail: SentMail): string[] {
  return [...mail.to, ...mail.cc, ...mail.bcc];
}

/** `Backup <backup@example.com>` without its display name. */
function bareAddress(address: string): string {
  return /<([^<>]*)>\s*$/.exec(address)?.[1] ?? address;
}
