import { ApolloProvider } from "@apollo/client/react";
import { useEffect, useMemo, useReducer } from "react";
import { Redirect, Route, Switch } from "wouter";
import { useConnection } from "../connection/Connection";
import { administratorsClient } from "./asAdministrator";
import { AuditTrail } from "./audit/AuditTrail";
import { Failures } from "./failures/Failures";
import { MissingDatabases } from "./missing/MissingDatabases";
import { Overview } from "./overview/Overview";
import { Removal } from "./removal/Removal";
import { UserRanking } from "./users/UserRanking";
import { UserTasks } from "./users/UserTasks";

/** The section that the address names. It is read again when missing databases are back. */
export function Sections() {
  const connection = useConnection();
  const [reading, readAgain] = useReducer((readings: number) => readings + 1, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each reading has a cache of its own
  const client = useMemo(() => administratorsClient(connection), [connection, reading]);
  useEffect(() => () => client.stop(), [client]);
  return (
    <>
      <MissingDatabases onBack={readAgain} />
      <ApolloProvider client={client}>
        <Switch>
          <Route path="/">
            <Overview />
          </Route>
          <Route path="/users">
            <UserRanking />
          </Route>
          <Route path="/users/:id/*?">{({ id }) => <UserTasks key={`${id} ${reading}`} id={id} />}</Route>
          <Route path="/failures">
            <Failures />
          </Route>
          <Route path="/removal">
            <Removal />
          </Route>
          <Route path="/audit">
            <AuditTrail />
          </Route>
          <Redirect to="~/admin" replace />
        </Switch>
      </ApolloProvider>
    </>
  );
}
