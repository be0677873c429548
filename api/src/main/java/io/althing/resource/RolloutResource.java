package io.althing.resource;

import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.Call;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.http.Ulids;
import io.althing.http.Wire;
import io.althing.registry.Clock;
import io.althing.registry.Command;
import io.althing.registry.Forward;
import io.althing.registry.ModelName;
import io.althing.registry.Region;
import io.althing.registry.RegionRollout;
import io.althing.registry.RegistryState;
import io.althing.registry.Rollout;
import io.althing.registry.RolloutId;
import io.althing.registry.Table;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Rollouts: asked for, watched, approved, moved, stopped; and what regions report of their part. */
final class RolloutResource implements Resource {
    private static final Map<String, Json> NO_REASON = Map.of("reason", Json.string(""));

    private record Whole(Rollout rollout, List<RegionRollout> parts, Map<Region, Forward.Wait> waits) {}

    @Override
    public void bind(Routes routes) {
        routes.operation("listRollouts", this::list);
        routes.operation("requestRollout", this::request);
        routes.operation("getRollout", call -> whole(call.path("rollout", RolloutId::new)).get(call));
        routes.operation("approveRollout", call -> act(call, Command.ApproveRollout.class,
                Map.of("meaning", Json.string("approve"), "comment", Json.string(""))));
        routes.operation("pauseRollout", call -> act(call, Command.PauseRollout.class, NO_REASON));
        routes.operation("resumeRollout", call -> act(call, Command.ResumeRollout.class, NO_REASON));
        routes.operation("promoteRollout", call -> act(call, Command.PromoteRollout.class, NO_REASON));
        routes.operation("abortRollout", call -> act(call, Command.AbortRollout.class, NO_REASON));
        routes.operation("reportStepPassed", call -> report(call, Command.ReportStepPassed.class));
        routes.operation("reportRecovery", call -> report(call, Command.ReportRecovery.class));
    }

    private Future<Answer> list(Call call) {
        Optional<ModelName> model = call.query("model", ModelName::new);
        Optional<Boolean> active = call.query("active", RolloutResource::flag);
        Predicate<Rollout> filter = rollout -> model.filter(m -> !m.equals(rollout.model())).isEmpty()
                && active.filter(a -> a == rollout.state().ended()).isEmpty();
        return Pages.of(call, Table.ROLLOUTS, "", filter, Wire::json);
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("it must be true or false");
        };
    }

    private Future<Answer> request(Call call) {
        var command = call.command(Command.RequestRollout.class, Map.of(),
                Map.of("rollout", Json.string(Ulids.derived(call.actor().id() + "\n" + call.requestId())),
                        "regions", Json.array(List.of()), "reason", Json.string("")));
        return call.propose(command).compose(receipt -> row(command.rollout()).after(call, receipt, 201));
    }

    private <T extends Command> Future<Answer> act(Call call, Class<T> type, Map<String, Json> defaults) {
        RolloutId id = call.path("rollout", RolloutId::new);
        T command = call.command(type, Map.of("rollout", id.value()), defaults);
        return call.propose(command).compose(receipt -> row(id).after(call, receipt, 200));
    }

    private <T extends Command> Future<Answer> report(Call call, Class<T> type) {
        String key = Table.key(call.path("rollout", RolloutId::new), call.path("region", Region::new));
        T command = call.command(type, Map.of("rollout", call.path("rollout"), "region", call.path("region")),
                Map.of());
        return call.propose(command).compose(receipt -> Row
                .of("rollout", Table.REGION_ROLLOUTS, key, RegionRollout::revision).after(call, receipt, 200));
    }

    private static Row<Rollout> row(RolloutId id) {
        return Row.of("rollout", Table.ROLLOUTS, id.value(), Rollout::revision);
    }

    private static Row<Whole> whole(RolloutId id) {
        return new Row<>("rollout '" + id + "'",
                state -> state.get(Table.ROLLOUTS, id.value()).map(rollout -> whole(state, rollout)),
                RolloutResource::show, whole -> whole.rollout().revision());
    }

    private static Whole whole(RegistryState state, Rollout rollout) {
        List<RegionRollout> parts = state.all(Table.REGION_ROLLOUTS, rollout.id() + "/");
        long agreed = state.get(Table.CLOCK, Table.ONLY).orElseGet(Clock::start).agreedMillis();
        Map<Region, Forward.Wait> waits = new TreeMap<>();
        parts.forEach(part -> Forward.next(state, rollout.id(), part.region(), agreed)
                .ifPresent(wait -> waits.put(part.region(), wait)));
        return new Whole(rollout, parts, waits);
    }

    private static Json show(Wire wire, Whole whole) {
        Map<String, Json> waits = new TreeMap<>();
        whole.waits().forEach((region, wait) -> waits.put(region.value(), wire.json(wait)));
        return Json.object(Map.of("rollout", wire.json(whole.rollout()), "parts",
                Json.array(whole.parts().stream().map(wire::json).toList()), "waits", Json.object(waits)));
    }
}
