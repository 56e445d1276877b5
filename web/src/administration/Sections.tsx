import { ApolloProvider } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { Redirect, Route, Switch } from "wouter";
import { useSocket } from "../connection/Connection";
import { administratorsClient } from "./asAdministrator";
import { AuditTrail } from "./audit/AuditTrail";
import { Failures } from "./failures/Failures";
import { Overview } from "./overview/Overview";
import { Removal } from "./removal/Removal";
import { UserRanking } from "./users/UserRanking";
import { UserTasks } from "./users/UserTasks";

/** What each address shows. */
export function Sections() {
  const socket = useSocket();
  const [client] = useState(() => administratorsClient(socket));
  useEffect(() => () => client.stop(), [client]);
  return (
    <ApolloProvider client={client}>
      <Switch>
        <Route path="/">
          <Overview />
        </Route>
        <Route path="/users">
          <UserRanking />
        </Route>
        <Route path="/users/:id/*?">{({ id }) => <UserTasks key={id} id={id} />}</Route>
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
  );
}
