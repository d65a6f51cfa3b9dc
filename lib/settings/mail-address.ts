import { domainToASCII } from "node:url";

/** SES takes no more recipients of a mail. */
export const maxAddresses = 50;

/** With the other variables they must fit into the 4 KB that Lambda has for a function's environment. */
const maxAddressesLength = 1200;

/** Without `$`, `{` and `}`: IAM would read them as a policy variable in the conditions on sender and recipients. */
const localPart = /^[\w!#%&'+/=^~-]+(\.[\w!#%&'+/=^~-]+)*$/;

const domain = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;

/** What JSON Schema can say of an address. */
export const mailAddressForm = { pattern: "^[\\x21-\\x7e]+@[\\x21-\\x7e]+\\.[\\x21-\\x7e]+$" };

const onlyAscii = /^[\x20-\x7e]*$/;

/**
 * Says what keeps a text from being a plain mail address that SES takes.
 * @returns a clause; undefined for an address that can be used
 * @see https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html on the characters in addresses
 */
export function complainAboutMailAddress(text: string): string | undefined {
  if (/[\s\p{Cc}]/u.test(text)) return "an address holds no white space and no line break";
  if (/[<>"(),;]/.test(text)) return "only the address itself is possible, without a name or quotation marks";
  const split = text.indexOf("@");
  if (split === -1 || split !== text.lastIndexOf("@")) return "an address has exactly one @";
  const local = text.slice(0, split);
  const host = text.slice(split + 1);
  if (!onlyAscii.test(local)) return "SES takes only ASCII characters before the @";
  if (!onlyAscii.test(host)) return `SES takes the domain only in its ASCII form, ${domainToASCII(host)}`;
  if (local.length > 64 || !localPart.test(local)) return "the part before the @ is not one that SES takes";
  if (host.length > 253 || !domain.test(host)) return "the part after the @ is not a domain";
  return undefined;
}

/**
 * Says what keeps addresses, each good by itself, from being the recipients of the report.
 * @returns a clause; undefined if nothing does
 */
export function complainAboutRecipients(addresses: string[]): string | undefined {
  if (addresses.length === 0) return "the report needs somebody to go to";
  if (addresses.length <= maxAddresses && addresses.join().length > maxAddressesLength) {
    return `together they are longer than ${maxAddressesLength} characters; use a distribution list`;
  }
  return complainAboutList(addresses);
}

/**
 * Says what keeps addresses, each good by itself, from being those that alarms are mailed to.
 * @returns a clause; undefined if nothing does
 */
export function complainAboutAlertRecipients(addresses: string[]): string | undefined {
  if (addresses.length > 0) return complainAboutList(addresses);
  return 'an alarm needs somebody to go to; without the setting it goes to reportTo, and "monitoring" opts out of alarms';
}

function complainAboutList(addresses: string[]): string | undefined {
  if (addresses.length > maxAddresses) return `these are ${addresses.length}`;
  const lowerCase = addresses.map((address) => address.toLowerCase());
  const repeated = lowerCase.find((address, index) => lowerCase.indexOf(address) !== index);
  return repeated === undefined ? undefined : `${repeated} is in it twice`;
}
