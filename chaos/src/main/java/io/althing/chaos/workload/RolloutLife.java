package io.althing.chaos.workload;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.chaos.arena.Agents;
import io.althing.chaos.arena.Arena;
import io.althing.chaos.arena.DrillPolicies;
import io.althing.chaos.arena.ServedModel;
import io.althing.chaos.check.Judge;
import io.althing.chaos.history.RolloutLine;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.Json;
import io.althing.client.UserError;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Users, people and regions around a model that is rolled out: the workload of kind {@code rollouts}. */
public final class RolloutLife implements AutoCloseable {
    private static final Duration ENDING = Duration.ofSeconds(40);
    private static final Duration TELLING = Duration.ofSeconds(20);
    private static final Duration ASKING = Duration.ofSeconds(3);
    private static final Set<String> ENDED = Set.of("succeeded", "succeeded-partly", "recovered", "escalated",
            "aborted");

    private final Arena arena;
    private final Agents agents;
    private final Recorder recorder;
    private final Users users;
    private final People people;
    private final GatewayWatch watch;

    /**
     * How much of it.
     *
     * @param users requests a second to each region
     */
    public record Plan(int users, People.Plan people) {}

    private RolloutLife(Arena arena, Agents agents, Plan plan, Recorder recorder) {
        this.arena = arena;
        this.agents = agents;
        this.recorder = recorder;
        this.watch = GatewayWatch.start(agents, recorder);
        this.users = Users.start(agents, plan.people().model(), plan.users(), recorder);
        this.people = People.start(arena, agents, plan.people(), recorder);
    }

    /** Starts it; the agents run. */
    public static RolloutLife start(Arena arena, Agents agents, Plan plan, Recorder recorder) {
        for (String region : agents.regions()) {
            recorder.add(new RolloutLine.Rules(region, agents.node(region), DrillPolicies.PAUSE_MILLIS,
                    DrillPolicies.PARTITION_MILLIS));
        }
        return new RolloutLife(arena, agents, plan, recorder);
    }

    /** The agents. */
    public Agents agents() {
        return agents;
    }

    /** What users say of answers. */
    public Lies lies() {
        return users.lies();
    }

    /** When nothing is hurt any more: waits for the end of what is under way, ends users and agents, and reads the journals. */
    public void rest() throws IOException, InterruptedException {
        people.close();
        if (!until("every rollout has ended", ENDING, () -> active().isEmpty())) {
            active().forEach(this::abort);
            if (!until("every rollout has ended", ENDING, () -> active().isEmpty())) {
                recorder.note(Judge.FAULTS, "rollouts never ended: " + active());
            }
        }
        until("every region has told what it did", TELLING,
                () -> agents.regions().stream().allMatch(r -> agents.status(r)
                        .filter(s -> s.at("/journal/waiting").asInt() == 0).isPresent()));
        for (String region : agents.regions()) {
            agents.gone(region).ifPresent(why -> recorder.note(Judge.FAULTS, why));
        }
        close();
        Journals.read(agents).forEach(recorder::add);
    }

    private static boolean until(String what, Duration patience, java.util.function.BooleanSupplier holds)
            throws InterruptedException {
        try {
            io.althing.chaos.drill.Waiting.until(what, patience, holds);
            return true;
        } catch (UserError inVain) {
            return false;
        }
    }

    private List<String> active() {
        JsonNode items = admin().need(Call.get("/v1/rollouts").within(ASKING)).json().path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .filter(r -> !ENDED.contains(r.path("state").asText())).map(r -> r.path("id").asText()).toList();
    }

    private void abort(String rollout) {
        var unused = admin().send(Call.post("/v1/rollouts/" + rollout + "/abort",
                Json.object().put("reason", "the drill ends")).withKey("end-" + rollout));
    }

    private ApiClient admin() {
        return new ApiClient(arena.nodes().stream().map(n -> new ApiClient.Place(n, arena.api(n))).toList(),
                Optional.of(arena.token()));
    }

    /** Ends users, people and agents. */
    @Override
    public void close() {
        people.close();
        users.close();
        watch.close();
        agents.close();
    }
}
