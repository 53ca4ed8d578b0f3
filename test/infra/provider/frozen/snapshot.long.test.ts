import { testFrozen } from "./freezing";
import { snapshotOperations } from "./operations";

testFrozen(snapshotOperations);
