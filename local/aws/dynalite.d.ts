/** The part of dynalite 4 that is used here; it brings no types. @see https://github.com/architect/dynalite */
declare module "dynalite" {
  import type { Server } from "node:http";

  interface DynaliteOptions {
    /** How long a new table stays in the state CREATING. @default 500 */
    readonly createTableMs?: number;
  }

  /** Makes a server that speaks DynamoDB's wire protocol and keeps its tables in memory. */
  export default function dynalite(options?: DynaliteOptions): Server;
}
