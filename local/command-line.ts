import { parseArgs } from "node:util";
import { closest } from "fastest-levenshtein";
import { type KillPoint, parseKillPoint } from "./rehearsal/kill-point";
import type { UserCommand } from "./rehearsal/run-user-command";
import { type Scenario, scenarios } from "./scenarios";

/** What `npm start` was asked for. */
export type Request =
  | { readonly kind: "help" }
  | { readonly kind: "list" }
  | {
      readonly kind: "rehearse";
      readonly scenario: Scenario;
      /** How many times faster than real time waiting passes. */
      readonly speed: number;
      readonly seed: number;
      /** How many, one after the other. */
      readonly nights: number;
      /** The call at which the function's process is killed. */
      readonly killAt?: KillPoint;
      /** What is run instead of the nights, or after them. @default nothing */
      readonly command?: UserCommand;
      /** Ends by itself when the night is over. */
      readonly exit: boolean;
      readonly settings: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "against-portal";
      readonly portalUrl: string;
      readonly apiKey: string;
      /** What is run instead of the backup. @default nothing */
      readonly command?: "check";
      /** Whether a backup may be started that may be charged. */
      readonly agreed: boolean;
      readonly exit: boolean;
      readonly settings: Readonly<Record<string, string>>;
    };

/** The command line makes no sense. The message says what to write instead. */
export class CommandLineError extends Error {
  override name = "CommandLineError";
}

/** How many times faster time passes while the function does not run. */
export const idleFactor = 20;

export const usage = `npm start                                  rehearse one night, and show the report at an address for your browser
npm start -- --exit                        the same, but end: with 0 if the backup was verified and reported,
                                           with 1 if not
npm start -- --list                        name the situations that can be rehearsed
npm start -- --scenario cancelled          rehearse one of them
npm start -- --portal https://acme.onlyoffice.com
                                           rehearse against a real portal, in real time, with a real backup;
                                           its API key is taken from the environment variable DOCSPACE_API_KEY.
                                           The check comes first; what may be charged is asked for only if you
                                           agree, or have agreed with --yes
npm start -- --check                       show what npm run check would show after a deployment; with --scenario or
                                           --portal too
npm start -- --history --nights 3          rehearse three nights, then show what npm run history would show
further options:
  --speed 60                               let waiting pass 60 times faster than it is, and ${idleFactor} times faster still
                                           between two calls of the function (max: leap over it)
  --nights 3                               so many nights one after the other, with the same ledger and portal
  --seed 7                                 another night's luck: how late the schedule fires
  --kill-at after:ses:SendEmail            kill the function's process at a call, before or after it is processed;
                                           before:dynamodb:PutItem:2 at the second of its kind
  -c folderId=42                           a setting, as for cdk synth; may be repeated
  --help                                   this text`;

const watchedSpeed = 20;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        check: { type: "boolean", default: false },
        context: { type: "string", short: "c", multiple: true, default: [] },
        exit: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
        history: { type: "boolean", default: false },
        "kill-at": { type: "string" },
        nights: { type: "string", default: "1" },
        list: { type: "boolean", default: false },
        portal: { type: "string" },
        scenario: { type: "string" },
        seed: { type: "string", default: "1" },
        speed: { type: "string" },
        yes: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new CommandLineError(
      `${problem}\nOptions follow two hyphens, as in: npm start -- --scenario cancelled. All of them: npm start -- --help`,
    );
  }
}

function parseSpeed(text: string): number {
  const speed = text === "max" ? Number.POSITIVE_INFINITY : Number(text);
  if (speed >= 1) return speed;
  throw new CommandLineError(
    `--speed is "${text}": expected a number from 1 upwards, or max; for example --speed 60`,
  );
}

function parseSeed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new CommandLineError(`--seed is "${text}": expected a whole number; for example --seed 7`);
}

function parseKillAt(text: string): KillPoint {
  const killPoint = parseKillPoint(text);
  if (!("problem" in killPoint)) return killPoint;
  throw new CommandLineError(
    `--kill-at is "${text}": ${killPoint.problem}; for example --kill-at after:scheduler:CreateSchedule:2`,
  );
}

function parseSettings(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
      if (name === "portalUrl") {
        throw new CommandLineError(
          "-c portalUrl does not go with a rehearsal, which has a portal of its own. " +
            "To rehearse against a real one: npm start -- --portal https://acme.onlyoffice.com",
        );
      }
      if (name !== undefined && value !== undefined) return [name, value];
      throw new CommandLineError(
        `-c is "${pair}": expected a setting and its value; for example -c folderId=42`,
      );
    }),
  );
}

function findScenario(name: string): Scenario {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario !== undefined) return scenario;
  const likely = closest(
    name,
    scenarios.map((candidate) => candidate.name),
  );
  throw new CommandLineError(
    `--scenario is "${name}": did you mean ${likely}? All of them: npm start -- --list`,
  );
}

const maxNights = 30;

function parseNights(text: string): number {
  if (/^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= maxNights) return Number(text);
  throw new CommandLineError(
    `--nights is "${text}": expected a whole number from 1 to ${maxNights}; for example --nights 3`,
  );
}

/** @throws CommandLineError where both are asked for, or what has no part in a check */
function chooseCommand(values: ReturnType<typeof parse>): UserCommand | undefined {
  const { check, history, nights, "kill-at": killAt } = values;
  if (!check) return history ? "history" : undefined;
  const option = history
    ? "--history"
    : nights !== "1"
      ? "--nights"
      : killAt !== undefined
        ? "--kill-at"
        : undefined;
  if (option === undefined) return "check";
  throw new CommandLineError(
    `${option} does not go with --check, which looks at what is deployed before any night`,
  );
}

function readApiKey(environment: NodeJS.ProcessEnv): string {
  const apiKey = environment.DOCSPACE_API_KEY?.trim() ?? "";
  if (apiKey !== "") return apiKey;
  throw new CommandLineError(
    "--portal needs the portal's API key in the environment variable DOCSPACE_API_KEY, which is not set. " +
      "To set it without leaving it in the shell's history: read -rs DOCSPACE_API_KEY; export DOCSPACE_API_KEY",
  );
}

/**
 * Reads what follows `npm start --`.
 * @param watched whether a person looks on: then waiting is slowed down to be seen, and the end is left to them
 * @throws {@link CommandLineError}
 */
export function parseCommandLine(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  watched: boolean,
): Request {
  const values = parse(args);
  const { help, list, portal, scenario, nights, speed, seed, exit, context, "kill-at": killAt } = values;
  if (help) return { kind: "help" };
  if (list) return { kind: "list" };
  const common = { exit: exit || !watched, settings: parseSettings(context) };
  if (portal === undefined) {
    if (values.yes)
      throw new CommandLineError("--yes goes with --portal alone: nothing in a rehearsal costs anything");
    const command = chooseCommand(values);
    return {
      kind: "rehearse",
      scenario: findScenario(scenario ?? "success"),
      speed:
        speed === undefined ? (common.exit ? Number.POSITIVE_INFINITY : watchedSpeed) : parseSpeed(speed),
      seed: parseSeed(seed),
      nights: parseNights(nights),
      ...(killAt !== undefined && { killAt: parseKillAt(killAt) }),
      ...(command !== undefined && { command }),
      ...common,
    };
  }
  const option = Object.entries({
    "--scenario": scenario,
    "--nights": nights === "1" ? undefined : nights,
    "--speed": speed,
    "--kill-at": killAt,
    "--history": values.history ? "" : undefined,
  }).find(([, value]) => value !== undefined)?.[0];
  if (option !== undefined) {
    throw new CommandLineError(
      `${option} does not go with --portal: a real portal has its own situation and time`,
    );
  }
  if (portal.includes("@")) {
    throw new CommandLineError(
      "--portal holds an @, and what is before it may be a password: expected nothing but the address, such as https://acme.onlyoffice.com",
    );
  }
  if (!/^https?:\/\/./.test(portal)) {
    throw new CommandLineError(
      `--portal is "${portal}": expected the whole address, such as https://acme.onlyoffice.com`,
    );
  }
  const apiKey = readApiKey(environment);
  const command = values.check ? { command: "check" as const } : {};
  return { kind: "against-portal", portalUrl: portal, apiKey, agreed: values.yes, ...command, ...common };
}
