package io.althing.audit;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What entries are looked up by. A field may have several values in one entry: a rollback in three regions is found under each of them.
 * Values are compared exactly.
 */
public enum EntryField {
    /** A model the entry speaks of, wherever it stands, also by its rollout. */
    MODEL("model"),
    /** A version of a model, also one a region serves or returns to, or a rollout brings. */
    VERSION("version"),
    /** A region the entry speaks of, alone or in a list, the actor's own included. */
    REGION("region"),
    /** Who asked, or for whom. */
    ACTOR("actor"),
    /** What was asked for. */
    ACTION("action"),
    /** A rollout the entry speaks of, also by its ballot. */
    ROLLOUT("rollout"),
    /** The request's id. */
    REQUEST_ID("requestId");

    private static final Map<String, EntryField> ANYWHERE = Map.ofEntries(Map.entry("model", MODEL),
            Map.entry("version", VERSION), Map.entry("stable", VERSION), Map.entry("canary", VERSION),
            Map.entry("region", REGION), Map.entry("regions", REGION), Map.entry("opener", REGION),
            Map.entry("scope", REGION), Map.entry("electorate", REGION), Map.entry("changed", REGION),
            Map.entry("rollout", ROLLOUT));
    private static final Map<String, EntryField> ON_TOP = Map.of("action", ACTION, "requestId", REQUEST_ID);
    private static final Map<String, EntryField> OF_ACTOR = Map.of("id", ACTOR, "onBehalfOf", ACTOR);

    private final String label;

    EntryField(String label) {
        this.label = label;
    }

    /** Its name in queries and on command lines. */
    public String label() {
        return label;
    }

    /** The field of this label. */
    public static Optional<EntryField> ofLabel(String label) {
        for (EntryField field : values()) {
            if (field.label.equals(label)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** All values of all fields in an entry; fields without a value are left out. */
    public static Map<EntryField, Set<String>> valuesIn(Json entry) {
        var found = new EnumMap<EntryField, Set<String>>(EntryField.class);
        if (entry instanceof Json.JObject object) {
            named(object, ON_TOP, found);
            if (object.fields().get("actor") instanceof Json.JObject actor) {
                named(actor, OF_ACTOR, found);
            }
            walk(object, found);
        }
        return found;
    }

    /** The same, with the rollouts that its ballots, and the models and versions that its rollouts are about. */
    public static Map<EntryField, Set<String>> valuesIn(Json entry, RolloutSubjects subjects) {
        Map<EntryField, Set<String>> found = valuesIn(entry);
        ballots(entry, ballot -> subjects.rolloutOf(ballot)
                .ifPresent(rollout -> found.computeIfAbsent(ROLLOUT, f -> new TreeSet<>()).add(rollout)));
        for (String rollout : found.getOrDefault(ROLLOUT, Set.of())) {
            subjects.of(rollout).ifPresent(subject -> {
                found.computeIfAbsent(MODEL, f -> new TreeSet<>()).add(subject.model());
                found.computeIfAbsent(VERSION, f -> new TreeSet<>()).add(subject.version());
            });
        }
        return found;
    }

    /** The {@code time} of an entry, if it has one that is a time in UTC. */
    public static Optional<Instant> timeIn(Json entry) {
        return entry instanceof Json.JObject object && object.fields().get("time") instanceof Json.JString text
                ? instant(text.value())
                : Optional.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static void walk(Json json, Map<EntryField, Set<String>> found) {
        if (json instanceof Json.JObject object) {
            named(object, ANYWHERE, found);
            object.fields().values().forEach(value -> walk(value, found));
        } else if (json instanceof Json.JArray array) {
            array.items().forEach(item -> walk(item, found));
        }
    }

    private static void ballots(Json json, Consumer<String> found) {
        if (json instanceof Json.JObject object) {
            if (object.fields().get("ballot") instanceof Json.JString ballot) {
                found.accept(ballot.value());
            }
            object.fields().values().forEach(value -> ballots(value, found));
        } else if (json instanceof Json.JArray array) {
            array.items().forEach(item -> ballots(item, found));
        }
    }

    private static void named(Json.JObject object, Map<String, EntryField> names, Map<EntryField, Set<String>> found) {
        object.fields().forEach((name, value) -> {
            EntryField field = names.get(name);
            if (field != null) {
                take(field, value, found);
            }
        });
    }

    private static void take(EntryField field, Json value, Map<EntryField, Set<String>> found) {
        if (value instanceof Json.JString string) {
            found.computeIfAbsent(field, f -> new TreeSet<>()).add(string.value());
        } else if (value instanceof Json.JArray array) {
            array.items().forEach(item -> {
                if (item instanceof Json.JString) {
                    take(field, item, found);
                }
            });
        }
    }
}
