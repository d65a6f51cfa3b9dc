import { writeMail } from "../../../lambda/report/deliver";
import { expectGoldenMail, expectNarrowText, expectShortSubject } from "../golden-files";
import { sampleMails } from "./sample-mails";

describe.each(Object.entries(sampleMails))("the mail %s", (name, facts) => {
  const mail = writeMail(facts);

  it("is as it was read and approved", () => expectGoldenMail(name, mail));

  it("has a subject of one line of ASCII that begins with the status and is at most 100 characters long", () =>
    expectShortSubject(mail));

  it("fits 78 columns, but for links", () => expectNarrowText(mail));
});
