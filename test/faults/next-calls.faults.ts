import { nextCalls } from "./portal-calls";
import { testPortalFaults } from "./use-portal-faults";

testPortalFaults("faults before the request for a backup, second half", nextCalls);
