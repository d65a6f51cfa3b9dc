import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import { BlockList, isIP } from "node:net";

/**
 * Where the function's own surroundings answer: Lambda's runtime, and AWS's credentials and metadata; and the ranges of IPv6
 * that are translated to any address of IPv4, these among them.
 */
const own = new BlockList();
own.addSubnet("0.0.0.0", 8);
own.addSubnet("127.0.0.0", 8);
own.addSubnet("169.254.0.0", 16);
own.addSubnet("::", 96, "ipv6");
own.addSubnet("::ffff:0:0:0", 96, "ipv6");
own.addSubnet("64:ff9b::", 96, "ipv6");
own.addSubnet("64:ff9b:1::", 48, "ipv6");
own.addSubnet("2002::", 16, "ipv6");
own.addSubnet("fe80::", 10, "ipv6");
own.addSubnet("fd00:ec2::", 32, "ipv6");

function isOwn(address: string): boolean {
  return own.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** A host is, or its name leads to, an address of the function's own surroundings. */
class OwnAddressError extends Error {
  override name = "OwnAddressError";
  constructor() {
    super("it leads to a loopback or link-local address");
  }
}

/** Throws for a host that is such an address itself: no name is looked up then */
export function refuseOwnAddress({ hostname }: URL): void {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && isOwn(host)) throw new OwnAddressError();
}

/**
 * Looks up a name like Node does, and fails for a name that leads to such an address: it
 * is checked where the connection is made, so that a second answer of the name server cannot slip through.
 */
export function lookUpPublic(
  hostname: string,
  options: LookupOptions,
  callback: (error: Error | null, found: LookupAddress[]) => void,
): void {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) callback(error, []);
    else if (found.some(({ address }) => isOwn(address))) callback(new OwnAddressError(), []);
    else callback(null, found);
  });
}
