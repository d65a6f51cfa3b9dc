import { type Scenario, scenarios } from "../../local/scenarios";
import { cleanUp, createFunction } from "../local/runtime/with-function";
import { DeployedPortals } from "../rehearsal/deployed-portals";
import { rehearseNight } from "../rehearsal/rehearse-night";
import { expectNight } from "../rehearsal/scenario-expectations";
import { fetchNode } from "../runtimes/fetch-node";
import { fetchRuntimeClient } from "./fetch-runtime-client";
import { describeInvocations, describeNight } from "./night-shape";

let portals: DeployedPortals;
let runtimeClient: string;
beforeAll(async () => {
  portals = await DeployedPortals.synthesise(scenarios);
  runtimeClient = await fetchRuntimeClient();
}, 300_000);
afterAll(() => portals.remove());
afterEach(cleanUp);

/** What a function may do besides answering. */
const functions: readonly { readonly does: string; readonly source: string; readonly handler?: string }[] = [
  { does: "answers nothing", source: "exports.handler = async () => undefined;" },
  { does: "answers what is no JSON", source: "exports.handler = async () => 1n;" },
  { does: "throws what is no error", source: "exports.handler = async () => { throw 'words'; };" },
  {
    does: "throws an error with more to it",
    source: "exports.handler = async () => { throw Object.assign(new TypeError('no'), { stage: 1 }); };",
  },
  {
    does: "throws outside its promise",
    source:
      "exports.handler = () => new Promise(() => setTimeout(() => { throw new RangeError('outside'); }));",
  },
  {
    does: "leaves a rejection to nobody",
    source:
      "exports.handler = () => new Promise((wake) => { Promise.reject(new Error('lost')); setTimeout(wake, 50); });",
  },
  { does: "exits", source: "exports.handler = async () => process.exit(3);" },
  { does: "has nothing to wait for", source: "exports.handler = () => new Promise(() => undefined);" },
  {
    does: "does not end",
    source: "exports.handler = () => new Promise(() => setInterval(() => undefined, 1000));",
  },
  {
    does: "logs while it is loaded",
    source: "console.log('loaded'); exports.handler = async () => console.log('called', { a: 1 });",
  },
  {
    does: "logs in each way",
    source:
      "exports.handler = async () => { console.info({ a: [1] }); console.warn('%s', 'b', 2); console.error(new RangeError('d')); console.debug('e'); console.trace('f'); console.fatal('g'); const h = {}; h.h = h; console.log(h); };",
  },
  {
    does: "asks who it is",
    source:
      "exports.handler = async (event, context) => [context.functionName, context.functionVersion, context.memoryLimitInMB, context.invokedFunctionArn, context.logGroupName, typeof context.getRemainingTimeInMillis(), typeof process.env._X_AMZN_TRACE_ID];",
  },
  { does: "cannot be parsed", source: "exports.handler = async () => {" },
  { does: "throws while it is loaded", source: "throw new RangeError('at import');" },
  { does: "lacks a module", source: "require('valibot');" },
  { does: "has no handler", source: "exports.other = 1;" },
  { does: "has a handler that is none", source: "exports.handler = 1;" },
  { does: "takes a callback", source: "exports.handler = (event, context, callback) => callback();" },
  { does: "has another file", source: "", handler: "main.handler" },
  { does: "is misnamed", source: "", handler: "index" },
];

const table = scenarios.map((scenario): [string, Scenario] => [scenario.name, scenario]);

describe.each(["22.23.3", "24.21.0"])("Node %s", (version) => {
  let nodeBinary: string;
  beforeAll(async () => {
    nodeBinary = await fetchNode(version);
  }, 300_000);

  it.each(table)(
    "%s ends under AWS's client of the Runtime API as it must, and looks like under ours",
    async (name, scenario) => {
      const { portalPort } = portals;
      const options = { deployment: portals.deploy(scenario), scenario, portalPort, nodeBinary };
      const underTheirs = await rehearseNight({ ...options, runtimeClient });
      expectNight(name, underTheirs);
      const underOurs = await rehearseNight(options);
      expectNight(name, underOurs);
      expect(describeNight(underOurs)).toEqual(describeNight(underTheirs));
    },
    120_000,
  );

  it.each(functions)(
    "a function that $does fares under both alike",
    async ({ source, handler = "index.handler" }) => {
      const invokeTwice = async (options: { readonly runtimeClient?: string }) => {
        const fn = createFunction(source, { handler, nodeBinary, ...options });
        return describeInvocations([await fn.invoke({}), await fn.invoke({})]);
      };
      expect(await invokeTwice({})).toEqual(await invokeTwice({ runtimeClient }));
    },
    60_000,
  );
});
