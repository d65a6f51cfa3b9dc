import { resolveTemplate } from "../../local/aws/cloudformation/resolve-template";
import { synthesize } from "./synthesize";

const type = "AWS::EventSchemas::Schema";
const template = synthesize({ testEvents: "use-existing" });

test("the console's test events go into the registry that all functions share, under the function's name", () => {
  template.resourceCountIs(type, 1);
  template.hasResourceProperties(type, {
    RegistryName: "lambda-testevent-schemas",
    SchemaName: { "Fn::Join": ["", ["_", { Ref: "BackupFunction2B54E943" }, "-schema"]] },
    Type: "OpenApi3",
  });
});

test("the test events are a backup, a check, and a check that sends a mail", () => {
  const [schema] = Object.values(template.findResources(type));
  const content = JSON.parse(schema?.Properties.Content);
  expect(content).toMatchObject({
    openapi: "3.0.0",
    paths: {},
    components: { schemas: { Event: { type: "object" } } },
  });
  expect(content.components.examples).toEqual({
    BackupNow: { value: {} },
    Check: { value: { mode: "check" } },
    CheckWithMail: { value: { mode: "check", mail: true } },
  });
});

test("test events come only if the settings say so, and nothing else changes with them", () => {
  const { Resources, ...rest } = template.toJSON();
  const others = Object.entries(Resources).filter(([, resource]) => Object(resource).Type !== type);
  const without = synthesize().toJSON();
  expect({ ...rest, Resources: Object.fromEntries(others) }).toEqual(without);
  expect(synthesize({ testEvents: "off" }).toJSON()).toEqual(without);
});

test("the rehearsal takes a stack with test events as it is", () => {
  const stack = {
    name: "DocSpaceBackup-acme",
    accountId: "123456789012",
    region: "eu-central-1",
    template: template.toJSON(),
    assetDirectories: new Map(),
  };
  const { resources } = resolveTemplate(stack);
  const schema = resources.find((resource) => resource.type === type);
  expect(schema?.ref).toMatch(
    /^arn:aws:schemas:eu-central-1:123456789012:schema\/lambda-testevent-schemas\/_DocSpaceBackup-.+-schema$/,
  );
});
