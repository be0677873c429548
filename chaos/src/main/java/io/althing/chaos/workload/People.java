package io.althing.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.chaos.arena.Agents;
import io.althing.chaos.arena.Arena;
import io.althing.chaos.arena.DrillPolicies;
import io.althing.chaos.arena.ServedModel;
import io.althing.chaos.history.RolloutLine;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Rolls one version after another out, has it approved, waits for its end, edits a policy file now and then, and takes every fourth good
 * version back by hand. Whatever is asked is recorded with its answer.
 */
public final class People implements AutoCloseable {
    private static final Set<String> ENDED = Set.of("succeeded", "succeeded-partly", "recovered", "escalated",
            "aborted");
    private static final Duration ASKING = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 150;
    private static final int OUTCOME_UNKNOWN = 504;

    private final AtomicBoolean ending = new AtomicBoolean();
    private final Thread thread = Thread.ofPlatform().daemon().name("people").unstarted(this::run);
    private final Arena arena;
    private final Agents agents;
    private final Plan plan;
    private final Recorder recorder;

    /**
     * What they do.
     *
     * @param versions kinds of versions, over and over: good or bad
     * @param patience with one rollout; then it is aborted
     */
    public record Plan(ServedModel model, List<String> versions, Duration patience) {
        /** Copies the versions. */
        public Plan {
            versions = List.copyOf(versions);
        }
    }

    private People(Arena arena, Agents agents, Plan plan, Recorder recorder) {
        this.arena = arena;
        this.agents = agents;
        this.plan = plan;
        this.recorder = recorder;
    }

    /** Starts them. */
    public static People start(Arena arena, Agents agents, Plan plan, Recorder recorder) {
        var people = new People(arena, agents, plan, recorder);
        people.thread.start();
        return people;
    }

    private void run() {
        try {
            for (int round = 1; !ending.get(); round++) {
                String version = plan.versions().get((round - 1) % plan.versions().size()) + "-" + round;
                try {
                    rollOut(version);
                    if (round % 4 == 3 && !ending.get()) {
                        ask("rollback", version, admin(), Call.post("/v1/models/" + ServedModel.MODEL + "/rollback",
                                Json.object().put("reason", "a drill")).withKey("by-hand-" + round));
                    }
                    if (round % 2 == 0 && !ending.get()) {
                        String region = agents.regions().get(round / 2 % agents.regions().size());
                        agents.write(region, DrillPolicies.edited(region, round));
                    }
                } catch (UserError | IOException notNow) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rollOut(String version) throws InterruptedException {
        plan.model().register(admin(), version);
        if (!within(plan.patience(), () -> ServedModel.ready(admin(), version))) {
            return;
        }
        Optional<JsonNode> requested = Optional.empty();
        for (int attempt = 0; requested.isEmpty() && !ending.get();) {
            Reply reply = ask("rollout", version, admin(), Call.post("/v1/rollouts",
                    Json.object().put("model", ServedModel.MODEL).put("version", version).put("reason", "a drill"))
                    .withKey("rollout-" + version + "-" + attempt));
            requested = reply.body();
            // an id is remembered with its refusal; while nobody knows what came of it, it stays the same
            attempt += reply.definite() ? 1 : 0;
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        if (requested.isEmpty()) {
            return;
        }
        String id = requested.get().path("id").asText();
        approve(id, requested.get().path("revision").asLong());
        if (!within(plan.patience(), () -> ended(id))) {
            ask("abort", version, admin(), Call.post("/v1/rollouts/" + id + "/abort",
                    Json.object().put("reason", "it takes too long")).withKey("abort-" + id));
        }
    }

    private void approve(String rollout, long revision) throws InterruptedException {
        boolean approved = false;
        while (!approved && !ending.get()) {
            approved = ask("approve", rollout, admin().as(Optional.of(agents.files().approverToken())),
                    Call.post("/v1/rollouts/" + rollout + "/approve",
                            Json.object().put("meaning", "approve").put("comment", "a drill"))
                            .withKey("approve-" + rollout).ifMatch(revision))
                    .body().isPresent();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private boolean ended(String rollout) {
        Answer answer = admin().send(Call.get("/v1/rollouts/" + rollout).within(Arena.QUICK));
        return answer.ok() && ENDED.contains(answer.json().at("/rollout/state").asText());
    }

    private boolean within(Duration patience, BooleanSupplier holds) throws InterruptedException {
        long end = recorder.now() + patience.toNanos();
        while (!ending.get() && recorder.now() < end) {
            try {
                if (holds.getAsBoolean()) {
                    return true;
                }
            } catch (UserError unreachable) {
                // asked again
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return false;
    }

    /**
     * What came of a question.
     *
     * @param body of the answer, if it was acknowledged
     * @param definite whether it is known what came of it
     */
    private record Reply(Optional<JsonNode> body, boolean definite) {}

    /** Asks and records it. */
    private Reply ask(String what, String detail, ApiClient client, Call call) {
        long called = recorder.now();
        try {
            Answer answer = client.send(call.within(ASKING));
            recorder.add(new RolloutLine.Asked(what, detail, answer.region(), called, recorder.now(),
                    Asking.answer(answer)));
            return new Reply(answer.ok() ? Optional.of(answer.json()) : Optional.empty(),
                    answer.status() != OUTCOME_UNKNOWN);
        } catch (UserError unreachable) {
            recorder.add(new RolloutLine.Asked(what, detail, "", called, recorder.now(),
                    new RolloutLine.Answer(0, "")));
            return new Reply(Optional.empty(), false);
        }
    }

    private ApiClient admin() {
        return new ApiClient(arena.nodes().stream().map(n -> new ApiClient.Place(n, arena.api(n))).toList(),
                Optional.of(arena.token()));
    }

    @Override
    public void close() {
        ending.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
