// PostGraphile as its documentation advises for production: role and claims per request, row-level security on,
// no introspection page, no logs of requests.
import jwt from "jsonwebtoken";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makePgService } from "postgraphile/adaptors/pg";

const { DATABASE_URL, JWT_SECRET, PORT } = process.env;
const VERIFY = { algorithms: ["HS256"], audience: "authenticated" };

export default {
  extends: [PostGraphileAmberPreset],
  // It would offer no condition on a column without an index of its own: ours has one index over three.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [makePgService({ connectionString: DATABASE_URL, schemas: ["public"] })],
  grafserv: { port: Number(PORT), host: "127.0.0.1", graphiql: false, watch: false },
  grafast: {
    explain: false,
    context: (requestContext) => {
      const authorization = requestContext.node?.req.headers.authorization ?? "";
      const { sub } = jwt.verify(authorization.replace(/^Bearer /, ""), JWT_SECRET, VERIFY);
      const claims = JSON.stringify({ sub, role: "authenticated" });
      return { pgSettings: { role: "authenticated", "request.jwt.claims": claims } };
    },
  },
};
