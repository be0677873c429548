package io.althing.agent;

import io.althing.audit.CanonicalJson;
import io.althing.audit.Json;
import io.althing.codec.RecordJson;
import io.althing.registry.Blob;
import io.althing.registry.Command;
import java.util.Set;
import java.util.TreeMap;

/** Which request carries which command: path, and as body the command's components that are not in the path. */
final class AgentRoutes {
    private AgentRoutes() {}

    /** One request. */
    record Route(String method, String path, Blob body) {}

    /** @throws IllegalArgumentException if an agent has no business giving the command */
    static Route of(RecordJson json, Command command) {
        if (command instanceof Command.ProposeRegionPolicy c) {
            return route("PUT", "/v1/policies/" + c.policy().region(), json, c, Set.of());
        }
        if (command instanceof Command.VoteOnCandidate c) {
            return route("POST", "/v1/epochs/" + c.epoch() + "/votes", json, c, Set.of("epoch"));
        }
        if (command instanceof Command.ReportEffective c) {
            return route("POST", "/v1/regions/" + c.region() + "/effective", json, c, Set.of("region"));
        }
        if (command instanceof Command.ReportStepPassed c) {
            return route("POST", "/v1/rollouts/" + c.rollout() + "/regions/" + c.region() + "/passed", json, c,
                    Set.of("rollout", "region"));
        }
        if (command instanceof Command.ReportRecovery c) {
            return route("POST", "/v1/rollouts/" + c.rollout() + "/regions/" + c.region() + "/recovery", json, c,
                    Set.of("rollout", "region"));
        }
        if (command instanceof Command.OpenBallot c) {
            return route("POST", "/v1/ballots", json, c, Set.of());
        }
        if (command instanceof Command.CastVote c) {
            return route("POST", "/v1/ballots/" + c.ballot() + "/votes", json, c, Set.of("ballot"));
        }
        throw new IllegalArgumentException("an agent does not ask for " + command.getClass().getSimpleName());
    }

    private static <T extends Command> Route route(String method, String path, RecordJson json, T command,
            Set<String> inPath) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) command.getClass();
        if (!(json.toJson(type, command) instanceof Json.JObject whole)) {
            throw new IllegalStateException("a command is written as a JSON object");
        }
        var fields = new TreeMap<>(whole.fields());
        fields.keySet().removeAll(inPath);
        fields.remove("type");
        return new Route(method, path, Blob.of(CanonicalJson.write(Json.object(fields))));
    }
}
