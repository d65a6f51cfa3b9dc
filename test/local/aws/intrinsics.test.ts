import { type ReferenceScope, resolveIntrinsics } from "../../../local/aws/cloudformation/intrinsics";
import type { JsonValue } from "../../../local/aws/cloudformation/json";

const scope: ReferenceScope = {
  reference: (name) => (name === "AWS::NoValue" ? undefined : `ref(${name})`),
  attribute: (logicalId, attribute) => `att(${logicalId},${attribute})`,
};
/** A variable as `Fn::Sub` knows it. */
const variable = (name: string) => `\${${name}}`;
const resolve = (value: JsonValue) => resolveIntrinsics(value, scope, "Resources.X");

test.each<[string, JsonValue, JsonValue]>([
  ["a reference", { Ref: "Queue" }, "ref(Queue)"],
  ["an attribute", { "Fn::GetAtt": ["Role", "Arn"] }, "att(Role,Arn)"],
  ["a join over references", { "Fn::Join": [":", ["arn", { Ref: "A" }, "b"]] }, "arn:ref(A):b"],
  ["a split", { "Fn::Split": ["-", "a-b-c"] }, ["a", "b", "c"]],
  ["a selection from a split", { "Fn::Select": ["1", { "Fn::Split": ["/", "a/b/c"] }] }, "b"],
  ["a selection by number", { "Fn::Select": [0, ["x", "y"]] }, "x"],
  [
    "a substitution",
    { "Fn::Sub": `${variable("AWS::Region")}/${variable("Role.Arn")}/${variable("!Literal")}` },
    `ref(AWS::Region)/att(Role,Arn)/${variable("Literal")}`,
  ],
  [
    "a substitution with own variables",
    { "Fn::Sub": [`${variable("name")}-${variable("Other")}`, { name: { Ref: "Q" } }] },
    "ref(Q)-ref(Other)",
  ],
  ["a property without a value", { kept: 1, gone: { Ref: "AWS::NoValue" } }, { kept: 1 }],
  ["a list item without a value", ["a", { Ref: "AWS::NoValue" }, "b"], ["a", "b"]],
  ["nested plain values", { a: [true, null, 4, { b: "c" }] }, { a: [true, null, 4, { b: "c" }] }],
])("%s is replaced by what it stands for", (_title, value, expected) => {
  expect(resolve(value)).toEqual(expected);
});

test.each<[string, JsonValue, RegExp]>([
  [
    "an unknown function",
    { "Fn::Cidr": ["10.0.0.0/8", 1] },
    /Resources\.X\.a\.Fn::Cidr.*Fn::Cidr is not known/,
  ],
  ["a condition", { "Fn::If": ["Yes", 1, 2] }, /Fn::If is not known/],
  ["an import", { "Fn::ImportValue": "other" }, /Fn::ImportValue is not known/],
  ["a dynamic reference", "{{resolve:ssm:/x}}", /dynamic reference "\{\{resolve:ssm:\/x\}\}"/],
  ["a function beside other keys", { Ref: "A", other: 1 }, /Ref stands beside other keys/],
  ["a join of three", { "Fn::Join": ["a", ["b"], "c"] }, /expected a list of two/],
  [
    "a join of something else than texts",
    { "Fn::Join": ["a", [{ x: 1 }]] },
    /found \{"x":1\}, expected a text/,
  ],
  ["a selection beyond the end", { "Fn::Select": [2, ["a"]] }, /there is no item 2/],
])("%s stops the deployment and is named", (_title, value, message) => {
  expect(() => resolve({ a: value })).toThrow(message);
});
