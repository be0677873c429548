package io.althing.resource;

import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.ApiContext;
import io.althing.http.Call;
import io.althing.http.Problem;
import io.althing.http.Problems;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.registry.Actor;
import io.althing.registry.Command;
import io.althing.registry.Command.MembershipChange;
import io.althing.registry.Genesis;
import io.althing.registry.NodeId;
import io.althing.registry.Region;
import io.althing.registry.Table;
import io.althing.store.StoreStatus;
import io.vertx.core.Future;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The replication group: how it stands and how administrators change it. A change that took effect is recorded in the log. */
final class ClusterResource implements Resource {
    private final ApiContext api;
    private final Membership membership;

    ClusterResource(ApiContext api, Membership membership) {
        this.api = api;
        this.membership = membership;
    }

    @Override
    public void bind(Routes routes) {
        routes.operation("getCluster", call -> Future.succeededFuture(status()));
        routes.operation("transferLeadership", this::transfer);
        routes.operation("addLearner", this::addLearner);
        routes.operation("makeVoter", this::makeVoter);
        routes.operation("removeMember", this::remove);
        routes.operation("takeSnapshot", call -> act(call, membership::snapshot).map(done -> status()));
    }

    private Future<Answer> transfer(Call call) {
        NodeId node = field(call, "node", NodeId::new);
        return act(call, () -> membership.transfer(node)).map(done -> status());
    }

    private Future<Answer> addLearner(Call call) {
        var member = new Genesis.Member(field(call, "node", NodeId::new), field(call, "region", Region::new),
                field(call, "peer", peer -> peer));
        return act(call, () -> membership.addLearner(member.node(), member.region(), member.peer()))
                .compose(done -> record(call, member, MembershipChange.LEARNER_ADDED));
    }

    private Future<Answer> makeVoter(Call call) {
        NodeId node = field(call, "node", NodeId::new);
        return member(call, node).compose(member -> act(call, () -> membership.makeVoter(node))
                .compose(done -> record(call, member, MembershipChange.VOTER_MADE)));
    }

    private Future<Answer> remove(Call call) {
        NodeId node = call.path("node", NodeId::new);
        return member(call, node).compose(member -> act(call, () -> membership.remove(node))
                .compose(done -> record(call, member, MembershipChange.REMOVED)));
    }

    private static <T> T field(Call call, String name, java.util.function.Function<String, T> parser) {
        if (call.json().fields().get(name) instanceof Json.JString text) {
            return Problems.parse(name, text.value(), parser);
        }
        throw Problems.invalidField(name, "'" + name + "' is missing or no string").asException();
    }

    private static Future<Genesis.Member> member(Call call, NodeId node) {
        return call.read(state -> state.get(Table.MEMBERS, node.value()))
                .map(read -> read.value().orElseThrow(() -> Problems.notFound("member", node.value()).asException()));
    }

    private static Future<Void> act(Call call, Supplier<CompletionStage<Void>> act) {
        call.require("an admin", Actor.Role.ADMIN);
        return call.here(act.get()).recover(failure -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            return Future.failedFuture(cause instanceof Membership.Refused refused
                    ? Problem.of("not-now", 409, String.valueOf(refused.getMessage())).with("rule", refused.rule())
                            .asException()
                    : cause);
        });
    }

    private Future<Answer> record(Call call, Genesis.Member member, MembershipChange change) {
        String reason = call.query("reason").orElse("asked for by " + call.actor().id());
        var command = new Command.RecordMembership(member.node(), member.region(), member.peer(), change, reason);
        return call.propose(command).map(receipt -> Call.written(receipt, status()));
    }

    private Answer status() {
        StoreStatus status = api.store().status();
        Map<String, Json> fields = new TreeMap<>();
        fields.put("node", Json.string(status.node().value()));
        status.leader().ifPresent(leader -> fields.put("leader", Json.string(leader.value())));
        fields.put("leads", Json.bool(status.leads()));
        fields.put("term", Json.number(status.term()));
        fields.put("lastIndex", Json.number(status.lastIndex()));
        fields.put("appliedIndex", Json.number(status.appliedIndex()));
        fields.put("leaderSilenceMillis", Json.number(status.leaderSilence().toMillis()));
        fields.put("auditSize", Json.number(status.auditSize()));
        fields.put("chainDigest", Json.string(status.chainDigest().value()));
        fields.put("featureLevel", Json.number(status.levels().agreed()));
        fields.put("buildLevel", Json.number(status.levels().ofBuild()));
        fields.put("fenced", Json.bool(status.fenced()));
        fields.put("members", Json.array(status.members().stream()
                .map(m -> Json.object(Map.of("node", Json.string(m.node().value()), "peer", Json.string(m.peer()),
                        "voter", Json.bool(m.voter()))))
                .toList()));
        return Answer.ok(Json.object(fields)).with("Althing-Index", Long.toString(status.appliedIndex()));
    }
}
