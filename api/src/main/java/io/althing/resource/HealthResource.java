package io.althing.resource;

import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.ApiContext;
import io.althing.http.Call;
import io.althing.http.Problem;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.http.Settings;
import io.althing.registry.Table;
import io.althing.store.Consistency;
import io.althing.store.StoreStatus;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether the process lives, and whether it should get requests. */
final class HealthResource implements Resource {
    private final ApiContext api;

    HealthResource(ApiContext api) {
        this.api = api;
    }

    @Override
    public void bind(Routes routes) {
        routes.operation("getHealth",
                call -> Future.succeededFuture(Answer.ok(Json.object(Map.of("status", Json.string("alive"))))));
        routes.operation("getReadiness", call -> {
            List<String> against = against(api.store().status());
            return against.isEmpty() ? formed(call) : notReady(against);
        });
    }

    private Future<Answer> formed(Call call) {
        return call.here(api.store().read(new Consistency.Local(), state -> state.get(Table.GENESIS, Table.ONLY)))
                .compose(genesis -> genesis.value().isPresent()
                        ? Future.succeededFuture(Answer.ok(Json.object(Map.of("status", Json.string("ready")))))
                        : notReady(List.of("the cluster has not been formed yet; it is once every seed has started")));
    }

    private static Future<Answer> notReady(List<String> against) {
        return Future.failedFuture(Problem.of("not-ready", 503, String.join("; ", against)).asException());
    }

    private List<String> against(StoreStatus status) {
        Settings bounds = api.settings();
        List<String> reasons = new ArrayList<>();
        if (status.fenced()) {
            reasons.add("this node stopped serving after a fault; see its log");
        }
        if (status.leader().isEmpty() || status.leaderSilence().compareTo(bounds.readySilence()) > 0) {
            reasons.add("no leader was heard of for " + status.leaderSilence().toMillis() + " ms (bound "
                    + bounds.readySilence().toMillis() + ")");
        }
        long lag = status.lastIndex() - status.appliedIndex();
        if (lag > bounds.readyLag()) {
            reasons.add(lag + " log entries are not applied yet (bound " + bounds.readyLag() + ")");
        }
        return reasons;
    }
}
