package io.althing.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which entries an export, a report or a query is about. A given condition that an entry cannot answer (no readable time, no such field)
 * leaves the entry out.
 *
 * @param from
 *            not before this time, by the entry's {@code time} field
 * @param until
 *            before this time
 * @param fields
 *            values each of which the entry must have
 */
public record EntryFilter(Optional<Instant> from, Optional<Instant> until,
        Map<EntryField, String> fields) implements Predicate<EntryRecord> {
    /** Every entry. */
    public static final EntryFilter ALL = new EntryFilter(Optional.empty(), Optional.empty(), Map.of());

    /** Copies the fields. */
    public EntryFilter {
        var copy = new EnumMap<EntryField, String>(EntryField.class);
        copy.putAll(fields);
        fields = Collections.unmodifiableMap(copy);
    }

    /** The same, also demanding this value. */
    public EntryFilter with(EntryField field, String value) {
        var more = new EnumMap<EntryField, String>(EntryField.class);
        more.putAll(fields);
        more.put(field, value);
        return new EntryFilter(from, until, more);
    }

    /** The same, of another period; an empty end is open. */
    public EntryFilter between(Optional<Instant> start, Optional<Instant> end) {
        return new EntryFilter(start, end, fields);
    }

    /** Takes an entry that names only its rollout for one about the model and version of no rollout. */
    @Override
    public boolean test(EntryRecord entry) {
        return test(entry, RolloutSubjects.NONE);
    }

    /** Whether the entry passes, given what rollouts are about. */
    public boolean test(EntryRecord entry, RolloutSubjects subjects) {
        return inPeriod(entry) && hasFields(entry, subjects);
    }

    /** The same for one walk over a whole log from its first entry on: what a rollout is about is learned on the way. */
    public Predicate<EntryRecord> alongTheLog() {
        var learned = new LearnedSubjects();
        return entry -> {
            learned.learn(entry);
            return test(entry, learned);
        };
    }

    private boolean hasFields(EntryRecord entry, RolloutSubjects subjects) {
        if (fields.isEmpty()) {
            return true;
        }
        Map<EntryField, Set<String>> has = entry.fields(subjects);
        return fields.entrySet().stream()
                .allMatch(wanted -> has.getOrDefault(wanted.getKey(), Set.of()).contains(wanted.getValue()));
    }

    private boolean inPeriod(EntryRecord entry) {
        if (from.isEmpty() && until.isEmpty()) {
            return true;
        }
        Optional<Instant> time = entry.time();
        return time.isPresent() && from.map(first -> !time.get().isBefore(first)).orElse(true)
                && until.map(end -> time.get().isBefore(end)).orElse(true);
    }

    /** What is left in, as a phrase for people. */
    public String description() {
        String period = from.map(time -> " from " + time).orElse("")
                + until.map(time -> " until before " + time).orElse("");
        return "all entries" + period + fields.entrySet().stream()
                .map(wanted -> " about " + wanted.getKey().label() + " " + wanted.getValue())
                .collect(Collectors.joining());
    }
}
