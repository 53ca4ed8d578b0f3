import { authstack } from "./authstack";
import { serve } from "./grpc";

/** The engine passes its address as the last argument and reads the port from the first line that is printed. */
serve(authstack(), process.argv.at(-1)).then(
  ({ port }) => console.log(String(port)),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
