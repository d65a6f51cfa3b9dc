import {
  anyObject,
  attempt,
  checked,
  either,
  flag,
  json,
  list,
  Misfit,
  match,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  text,
} from "../../lambda/shape";

const pet = object({ name: text, legs: optional(number) });
const even = checked(number, "an even number", (value) => value % 2 === 0);
const length: Shape<number> = (value, path) => text(value, path).length;

describe("a shape", () => {
  it.each<[string, Shape<unknown>, unknown]>([
    ["a text", text, ""],
    ["a number", number, 0],
    ["a flag", flag, false],
    ["one of some words", oneOf("dog", "cat"), "cat"],
    ["a number that holds what is asked of it", even, 4],
    ["an optional text that is there", optional(text), ""],
    ["the first of two shapes", either(text, number), "one"],
    ["the second of two shapes", either(text, number), 1],
    ["a list", list(number), [1, 2]],
    ["an empty list", list(number), []],
    ["an object", pet, { name: "Rex", legs: 4 }],
    ["an object, whatever is in it", anyObject, { name: "Rex", age: 7 }],
  ])("reads %s as it is", (_, shape, value) => {
    expect(shape(value)).toEqual(value);
  });

  it.each([undefined, null])("reads %s as undefined where nothing is needed", (value) => {
    expect(optional(text)(value)).toBeUndefined();
    expect(pet({ name: "Rex", legs: value })).toEqual({ name: "Rex" });
  });

  it("leaves out the fields that it does not know", () => {
    expect(pet({ name: "Rex", age: 7 })).toEqual({ name: "Rex" });
  });

  it("is converted by calling it", () => {
    expect(list(length)(["a", "bcd"])).toEqual([1, 3]);
    expect(object({ name: length })({ name: "Rex" })).toEqual({ name: 3 });
  });

  it("reads what a JSON text says", () => {
    expect(pet(json('{"name":"Rex"}'))).toEqual({ name: "Rex" });
    expect(() => json("{")).toThrow(SyntaxError);
    expect(() => json(5)).toThrow(Misfit);
  });

  it.each<[string, Shape<unknown>, unknown, string]>([
    ["a number for a text", text, 5, ": expected a text, got 5"],
    ["a text for a number", number, "5", ': expected a number, got "5"'],
    ["a text for a flag", flag, "true", ': expected true or false, got "true"'],
    ["an unknown word", oneOf("dog", "cat"), "cow", ': expected "dog" or "cat", got "cow"'],
    ["what fails the check", even, 3, ": expected an even number, got 3"],
    ["what cannot be checked", even, "4", ': expected an even number, got "4"'],
    ["what neither of two shapes reads", either(text, number), true, ": expected a number, got true"],
    ["an object for a list", list(text), { 0: "a" }, ": expected a list, got an object"],
    ["a list for an object", pet, [], ": expected an object, got a list"],
    ["nothing for an object", pet, null, ": expected an object, got null"],
    ["a symbol for an object", pet, Symbol("pet"), ": expected an object, got Symbol(pet)"],
    ["an object without a field", pet, {}, "name: expected a text, got undefined"],
    ["a wrong item", list(text), ["a", {}], "[1]: expected a text, got an object"],
    ["a wrong field of an item", list(pet), [{ name: 1 }], "[0].name: expected a text, got 1"],
    ["a wrong field of a field", object({ pet }), { pet: { name: 1 } }, "pet.name: expected a text, got 1"],
    ["an item to be converted", list(length), [1], "[0]: expected a text, got 1"],
  ])("refuses %s, and says where and why", (_, shape, value, message) => {
    expect(() => shape(value)).toThrow(Misfit);
    expect(() => shape(value)).toThrow(expect.objectContaining({ message }));
  });
});

describe("a misfit", () => {
  it("is told apart from what was read, and may be told of by another name", () => {
    expect(match(pet, { name: "Rex" }, "answer")).toEqual({ name: "Rex" });
    expect(match(list(pet), [{}], "answer")).toMatchObject({
      path: "answer[0].name",
      expected: "a text",
      found: "undefined",
    });
  });

  it("is undefined where it does not matter why", () => {
    expect(attempt(pet, { name: "Rex" })).toEqual({ name: "Rex" });
    expect(attempt(pet, {})).toBeUndefined();
    expect(attempt(json, "{")).toBeUndefined();
  });

  it("is nothing that a mistake of ours is taken for", () => {
    const broken = checked(text, "anything", () => {
      throw new TypeError("broken");
    });
    expect(() => match(broken, "a")).toThrow(TypeError);
    expect(() => attempt(broken, "a")).toThrow(TypeError);
    expect(() => either(broken, text)("a")).toThrow(TypeError);
  });
});
