import { inspect } from "node:util";
import { ApiKey } from "../../../lambda/portal/api-key";

describe("an API key", () => {
  const key = new ApiKey("sk-secret");

  it("shows itself in the Authorization header alone", () => {
    expect(key.authorization).toBe("Bearer sk-secret");
    expect(`${key} ${JSON.stringify({ key })} ${inspect({ key })}`).toBe(
      '[API key] {"key":"[API key]"} { key: [API key] }',
    );
  });

  it("knows whether another is the same", () => {
    expect(key.equals(new ApiKey("sk-secret"))).toBe(true);
    expect(key.equals(new ApiKey("sk-other"))).toBe(false);
  });

  it("can be taken out of a text that sends it back", () => {
    expect(key.removeFrom("you sent sk-secret, sk-secret!")).toBe("you sent [key removed], [key removed]!");
  });
});
