import { PortalError, type Trouble } from "../../../lambda/portal/portal-error";

/** What was wrong with a request that the portal did not answer as it should. */
export async function troubleOf(attempt: Promise<unknown>): Promise<Trouble> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof PortalError) return error.trouble;
    throw error;
  }
  throw new Error("the request succeeded");
}
