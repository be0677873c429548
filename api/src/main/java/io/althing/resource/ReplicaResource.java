package io.althing.resource;

import io.althing.http.Answer;
import io.althing.http.ApiContext;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.replica.Digests;
import io.althing.replica.Replica;
import io.althing.replica.ReplicaCheck;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** What this replica has become, told to the others so that one that went wrong is found. */
final class ReplicaResource implements Resource {
    private final ApiContext api;
    private final Replica replica;

    ReplicaResource(ApiContext api, Replica replica) {
        this.api = api;
        this.replica = replica;
    }

    @Override
    public void bind(Routes routes) {
        routes.plain(HttpMethod.GET, ReplicaCheck.PATH, call -> Future
                .succeededFuture(Answer.ok(new Digests(api.node(), replica.recentDigests()).json())));
    }
}
