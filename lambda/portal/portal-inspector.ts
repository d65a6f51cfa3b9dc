import { describeError } from "../outside-text";
import { settle } from "../settled";
import { anyObject, number, optional, type Read, type Shape } from "../shape";
import type { PortalCalls } from "./portal-calls";
import {
  type Allowance,
  folderFactsShape,
  freeBackupsShape,
  type KeyFacts,
  keyShape,
  modulesShape,
  type PlanFacts,
  type PortalFolder,
  type PortalState,
  planShape,
  serviceStateShape,
  stateShape,
  versionShape,
} from "./portal-facts";

/** The inspector, for those who ask it and need not know how. */
export type Inspector = Pick<PortalInspector, keyof PortalInspector>;

/**
 * What a portal tells of itself, of the key and of its backups before one is made. Every method takes the moment (in
 * milliseconds since 1970) after which nobody waits for it any more, changes nothing, and
 * @throws what {@link PortalCalls} throws when that brought no answer
 * @see https://api.onlyoffice.com/docspace/api-backend/usage-api/
 */
export class PortalInspector {
  readonly #calls: PortalCalls;

  constructor(calls: PortalCalls) {
    this.#calls = calls;
  }

  /** Answered without a key, and by a portal that is suspended or being restored too. */
  state(untilMs: number): Promise<PortalState> {
    return this.#calls.getOpenly("/api/2.0/settings", stateShape, untilMs);
  }

  /** The portal's release, such as `3.7.2`. Answered like {@link state}. */
  version(untilMs: number): Promise<string> {
    return this.#calls.getOpenly("/api/2.0/settings/version/build", versionShape, untilMs);
  }

  /** What the portal knows of the key itself. */
  key(untilMs: number): Promise<KeyFacts> {
    return this.#get("/api/2.0/keys/@self", keyShape, untilMs);
  }

  /** A folder; without an id "My documents" of the key's owner. A key that is dead gets 403 here, not 401. */
  folder(folderId: string | undefined, untilMs: number): Promise<PortalFolder> {
    const name = folderId === undefined ? "@my" : encodeURIComponent(folderId);
    return this.#get(`/api/2.0/files/${name}?count=1`, folderFactsShape, untilMs);
  }

  /** The storage modules that the portal knows. */
  modules(untilMs: number): Promise<Read<typeof modulesShape>> {
    return this.#get("/api/2.0/settings/storage/backup", modulesShape, untilMs);
  }

  /**
   * What the plan allows in this calendar month; undefined where backups are not counted. What is not told of the paid ones
   * is left out: the free ones alone may decide.
   */
  async allowance(untilMs: number): Promise<Allowance | undefined> {
    const [free, paid, pays] = await Promise.all([
      this.#get("/api/2.0/portal/payment/quota", freeBackupsShape, untilMs),
      settle(this.#get("/api/2.0/backup/getbackupscount?paid=true", number, untilMs)),
      settle(this.#get("/api/2.0/backup/getservicestate", serviceStateShape, untilMs)),
    ]);
    const error = paid.error ?? pays.error;
    const counts = free && {
      freeAllowed: free.allowed,
      freeUsed: free.used,
      paid: paid.value,
      pays: pays.value,
    };
    return counts && { ...counts, untold: error && describeError(error) };
  }

  /** The portal's plan and its end. */
  plan(untilMs: number): Promise<PlanFacts> {
    return this.#get("/api/2.0/portal/tariff", planShape, untilMs);
  }

  /** Whether the portal makes backups by a schedule of its own. */
  async hasOwnSchedule(dump: boolean, untilMs: number): Promise<boolean> {
    const path = `/api/2.0/backup/getbackupschedule?dump=${dump}`;
    return (await this.#get(path, optional(anyObject), untilMs)) !== undefined;
  }

  async #get<Value>(path: string, shape: Shape<Value>, untilMs: number): Promise<Value> {
    return (await this.#calls.get(path, shape, untilMs)).value;
  }
}
