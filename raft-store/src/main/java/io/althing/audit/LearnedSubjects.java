package io.althing.audit;

import io.althing.audit.Json.JObject;
import io.althing.audit.Json.JString;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What rollouts and ballots are about, as the log itself says in the entries that request and open them. One thread. */
final class LearnedSubjects implements RolloutSubjects {
    private final Map<String, Subject> known = new HashMap<>();
    private final Map<String, String> ballots = new HashMap<>();

    /** Takes note of every rollout whose model and version, and of every ballot whose rollout stand beside it. */
    void learn(EntryRecord entry) {
        entry.value().filter(JObject.class::isInstance).map(value -> ((JObject) value).fields().get("events"))
                .filter(Json.JArray.class::isInstance).stream()
                .flatMap(events -> ((Json.JArray) events).items().stream())
                .flatMap(event -> event instanceof JObject object ? Stream.of(object) : Stream.empty())
                .forEach(this::learn);
    }

    private void learn(JObject event) {
        Map<String, Json> fields = event.fields();
        if (fields.get("ballot") instanceof JString ballot && fields.get("rollout") instanceof JString rollout) {
            ballots.putIfAbsent(ballot.value(), rollout.value());
        }
        if (fields.get("rollout") instanceof JString rollout && fields.get("model") instanceof JString model
                && fields.get("version") instanceof JString version) {
            known.putIfAbsent(rollout.value(), new Subject(model.value(), version.value()));
        }
    }

    @Override
    public Optional<Subject> of(String rollout) {
        return Optional.ofNullable(known.get(rollout));
    }

    @Override
    public Optional<String> rolloutOf(String ballot) {
        return Optional.ofNullable(ballots.get(ballot));
    }
}
