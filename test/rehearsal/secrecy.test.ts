import { backupScenarios } from "../../local/scenario/backup-scenarios";
import { type Scenario, scenarios } from "../../local/scenarios";
import { DeployedPortals } from "./deployed-portals";
import { findScenario } from "./find-scenario";
import { rehearseNight } from "./rehearse-night";
import { collectSecrets, collectTraces, findSecrets } from "./traces";

/** Storages to whose backups the portal gives out download links, unlike the usual one. */
const linkedStorages: Record<string, Record<string, string>> = {
  DataStore: { storageType: "DataStore" },
  ThirdPartyConsumer: {
    storageType: "ThirdPartyConsumer",
    storageParams: JSON.stringify({ module: "S3", bucket: "acme", region: "eu-central-1" }),
  },
};

/** The scenario once more for each of those storages. */
function varyStorage(scenario: Scenario): Scenario[] {
  return Object.entries(linkedStorages).map(([storage, settings]) => ({
    ...scenario,
    name: `${scenario.name}, to ${storage}`,
    settings,
  }));
}

/** A portal that repeats in its errors what it should keep to itself. */
const talkativePortals: readonly Scenario[] = [
  {
    name: "an error of the backup that holds key and link",
    summary: "",
    arrange: ({ portal: { state } }) => {
      const link = `https://store.example.com/acme.tar.gz?expires=1&signature=${state.linkSecret}`;
      const error = `PUT ${link} with ${state.key.value} failed`;
      state.nextJob = { ...state.nextJob, ending: { kind: "failed", afterMs: 5_000, error } };
    },
  },
  {
    name: "a warning of the backup that holds key and link",
    summary: "",
    arrange: ({ portal: { state } }) => {
      const warning = `Bearer ${state.key.value} was slow at /object-store/x?signature=${state.linkSecret}`;
      state.nextJob = { ...state.nextJob, ending: { kind: "completed", warning } };
    },
  },
  ...[400, 403, 500].map(
    (status): Scenario => ({
      name: `a refusal with ${status} that holds the request with its headers`,
      summary: "",
      arrange: ({ portal }) => {
        const message = `Refused: POST with headers {"Authorization":"Bearer ${portal.state.key.value}"}`;
        const body = JSON.stringify({ status: 1, statusCode: status, error: { message, stack: message } });
        portal.addWeather({
          meets: { method: "POST", path: "/backup/startbackup" },
          lasts: { requests: 1 },
          disturbance: {
            kind: "page",
            page: { status, headers: { "content-type": "application/json" }, body },
            processing: "never",
          },
        });
      },
    }),
  ),
];

/** Nights that must give the secret away: it is the archive's name, or the reason why something failed. */
const leaks: Record<string, { scenario: Scenario; where: string[] }> = {
  "the name of the archive": {
    scenario: {
      ...findScenario("success"),
      arrange: ({ portal: { state } }) => {
        state.name = state.linkSecret;
      },
    },
    where: ["log", "mail text", "mail HTML", "mail", "return value", "AWS request", "portal request"],
  },
  "the reason of a failure": {
    scenario: {
      ...findScenario("portal-error"),
      arrange: ({ portal: { state } }) => {
        const error = `no space left on ${state.linkSecret}`;
        state.nextJob = { ...state.nextJob, ending: { kind: "failed", afterMs: 5_000, error } };
      },
    },
    where: ["log", "mail text", "mail HTML", "mail", "AWS request"],
  },
  "the reason why no mail could be sent": {
    scenario: {
      ...findScenario("mail-rejected"),
      arrange: ({ portal: { state }, mail }) => {
        mail.rejection = { code: "MessageRejected", message: `not verified: ${state.linkSecret}` };
      },
    },
    where: ["log", "error"],
  },
};

const nights = [...scenarios, ...backupScenarios.flatMap(varyStorage), ...talkativePortals];

let portals: DeployedPortals;
beforeAll(async () => {
  portals = await DeployedPortals.synthesise(nights);
}, 60_000);
afterAll(() => portals.remove());

const rehearse = (scenario: Scenario) =>
  rehearseNight({ deployment: portals.deploy(scenario), scenario, portalPort: portals.portalPort });

test.each(nights.map((scenario): [string, Scenario] => [scenario.name, scenario]))(
  "%s: no key and no download link gets out",
  async (_name, scenario) => {
    const rehearsed = await rehearse(scenario);
    expect(findSecrets(collectTraces(rehearsed), collectSecrets(rehearsed))).toEqual([]);
    const { requests, state } = rehearsed.rehearsal.portal;
    const keyed = requests.filter(({ path }) => !path.startsWith("/object-store/"));
    const authorizations = new Set(keyed.map(({ authorization }) => authorization));
    expect([...authorizations].filter((one) => one !== `Bearer ${state.key.value}`)).toEqual([]);
  },
  60_000,
);

test.each(Object.keys(linkedStorages))(
  "the portal does give out a download link for a backup to %s, from which its size is read",
  async (storage) => {
    const scenario = nights.find(({ name }) => name === `success, to ${storage}`);
    if (scenario === undefined) throw new Error(`no backup to ${storage} is rehearsed`);
    const rehearsed = await rehearse(scenario);
    expect(Object.keys(collectSecrets(rehearsed))).toContain("the download link's signature");
    expect(rehearsed.night.mails.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^\[OK\] .* - 4\.2 GB in \d+ s$/),
    ]);
    const { requests } = rehearsed.rehearsal.portal;
    const downloads = requests.filter(({ path }) => path.startsWith("/object-store/"));
    expect(downloads.map(({ authorization }) => authorization)).toEqual([undefined]);
  },
  60_000,
);

test.each(Object.entries(leaks))(
  "a secret that is %s is found wherever it went",
  async (_where, { scenario, where }) => {
    const rehearsed = await rehearse(scenario);
    const found = findSecrets(collectTraces(rehearsed), collectSecrets(rehearsed));
    expect(found.sort()).toEqual(where.map((place) => `what signs links in the ${place}`).sort());
  },
  60_000,
);
