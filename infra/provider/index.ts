import { authstack } from "./authstack";
import { serve } from "./grpc";

/** The engine reads the port from the first line that is printed. */
serve(authstack()).then(
  ({ port }) => console.log(String(port)),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
