import { complainAboutPortalUrl, nameAfterHost } from "../../../lib/settings/portal-url";

describe("a portal's address", () => {
  it.each([
    "https://acme.onlyoffice.com",
    "HTTPS://acme.onlyoffice.com/",
    "https://127.0.0.1:8443",
    "http://localhost:8080",
    "http://portal.localhost",
    "http://127.0.0.1",
    "http://127.10.200.30:8080",
    "http://[::1]:8080",
  ])("may be %s", (text) => {
    expect(complainAboutPortalUrl(text)).toBeUndefined();
  });

  it.each([
    ["http://acme.onlyoffice.com", /unencrypted/],
    ["http://notlocalhost", /unencrypted/],
    ["http://localhost.example.com", /unencrypted/],
    ["http://127.0.0.1.example.com", /unencrypted/],
    ["http://1127.0.0.1.example", /unencrypted/],
    ["http://[::2]", /unencrypted/],
    ["https://me@acme.example", /user name or password/],
    ["https://:secret@acme.example", /user name or password/],
    ["see https://acme.example", /white space/],
    ["see:https://acme.example", /does not start with https/],
    ["https://", /not a URL/],
    ["https://acme.example/rooms", /has a path.*write https:\/\/acme\.example$/],
    ["https://acme.example?a", /query/],
    ["https://acme.example\n", /white space/],
  ])("may not be %j", (text, complaint) => {
    expect(complainAboutPortalUrl(text)).toMatch(complaint);
  });
});

describe("a backup without a name", () => {
  it.each([
    ["https://acme.onlyoffice.com", "acme"],
    ["https://192.0.2.7:8443", "ip-192-0-2-7"],
    ["https://[2001:db8::1]", "ip-2001-db8-1"],
    ["https://7of9.example.com", "portal-7of9"],
    ["https://10.example.com", "portal-10"],
    [`https://${"a".repeat(39)}-b.example.com`, "a".repeat(39)],
  ])("is named after %s", (origin, name) => {
    expect(nameAfterHost(origin)).toBe(name);
  });
});
