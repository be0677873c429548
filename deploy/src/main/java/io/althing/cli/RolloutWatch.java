package io.althing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Call;
import io.althing.client.EventStream;
import io.althing.client.ExitCode;
import io.althing.client.Narration;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;

/** Shows one rollout's events until it has ended. */
final class RolloutWatch {
    private static final Set<String> GOOD = Set.of("succeeded", "succeeded-partly");
    private static final Set<String> BAD = Set.of("aborted", "recovered", "escalated");

    private final ClusterOptions cluster;
    private final String rollout;

    RolloutWatch(ClusterOptions cluster, String rollout) {
        this.cluster = cluster;
        this.rollout = rollout;
    }

    /** Whether it succeeded, as an exit code. */
    int run() {
        ApiClient client = cluster.reader();
        Optional<String> lastSeen = Optional.empty();
        while (true) {
            try (EventStream events = client.events(lastSeen)) {
                Answer now = client.need(Call.get("/v1/rollouts/" + rollout));
                Optional<Integer> ended = ended(now.json().path("rollout").path("state").asText());
                if (lastSeen.isEmpty() || ended.isPresent()) {
                    cluster.print(now, Views::rollout);
                }
                if (ended.isPresent()) {
                    return ended.get();
                }
                lastSeen = follow(events, lastSeen);
            } catch (IOException e) {
                cluster.out().println("the event stream broke (" + e.getMessage() + "); opening it again");
                cluster.out().flush();
            }
        }
    }

    /** Prints events until the rollout moves to another state; the last id seen. */
    private Optional<String> follow(EventStream events, Optional<String> lastSeen) throws IOException {
        Optional<String> last = lastSeen;
        for (Optional<EventStream.Occurred> next = events.next(); next.isPresent(); next = events.next()) {
            EventStream.Occurred event = next.get();
            last = Optional.of(event.id());
            if (concerns(event.data())) {
                show(event, cluster.out());
                if (ended(event.data().path("state").asText()).isPresent()) {
                    return last;
                }
            }
        }
        return last;
    }

    private boolean concerns(JsonNode data) {
        return data.path("rollout").asText().equals(rollout)
                || data.path("canary").path("rollout").asText().equals(rollout)
                || data.has("ballot") || data.path("vote").has("ballot");
    }

    private void show(EventStream.Occurred event, PrintWriter out) {
        if (cluster.json()) {
            out.println(event.json());
        } else {
            Narration.of(event).ifPresent(line -> out.println(event.json().path("time").asText() + "  " + line));
        }
        out.flush();
    }

    private static Optional<Integer> ended(String state) {
        if (GOOD.contains(state)) {
            return Optional.of(ExitCode.OK);
        }
        return BAD.contains(state) ? Optional.of(ExitCode.REFUSED) : Optional.empty();
    }
}
