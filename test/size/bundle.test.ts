import { bundle } from "./bundle";

const sizeKib = (entry: string) => bundle(entry).length / 1024;

test("the function's own code adds at most 104 KiB to the AWS clients that it uses", () => {
  const bareKib = sizeKib("test/size/bare-clients.ts");
  expect(bareKib).toBeGreaterThan(300);
  const ownKib = sizeKib("lambda/handler.ts") - bareKib;
  expect(ownKib).toBeGreaterThan(40);
  expect(ownKib).toBeLessThanOrEqual(104);
});
