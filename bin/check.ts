import { runCheck } from "./check/check-command";
import { runCommand } from "./terminal/run-command";

runCommand(runCheck);
