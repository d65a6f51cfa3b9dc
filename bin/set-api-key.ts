import { runSetApiKey } from "./key/set-key-command";
import { runCommand } from "./terminal/run-command";

runCommand(runSetApiKey);
