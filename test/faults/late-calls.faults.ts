import { lateCalls } from "./portal-calls";
import { testPortalFaults } from "./use-portal-faults";

testPortalFaults("faults of the request and after it", lateCalls);
