import { testFrozen } from "./freezing";
import { streamOperations } from "./operations";

testFrozen(streamOperations);
