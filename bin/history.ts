import { runHistory } from "./history/history-command";
import { runCommand } from "./terminal/run-command";

runCommand(runHistory);
