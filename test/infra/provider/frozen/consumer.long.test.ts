import { testFrozen } from "./freezing";
import { consumerOperations } from "./operations";

testFrozen(consumerOperations);
