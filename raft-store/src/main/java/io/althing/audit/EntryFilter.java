package io.althing.audit;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which entries an export or a report is about. A given condition that an entry cannot answer (no readable time, no such field) leaves the
 * entry out.
 *
 * @param from
 *            not before this time, by the entry's {@code time} field
 * @param until
 *            before this time
 * @param model
 *            named in a field {@code model} somewhere in the entry
 * @param region
 *            named in a field {@code region} somewhere in the entry
 */
public record EntryFilter(Optional<Instant> from, Optional<Instant> until, Optional<String> model,
        Optional<String> region) implements Predicate<EntryRecord> {
    /** Every entry. */
    public static final EntryFilter ALL = new EntryFilter(Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());

    @Override
    public boolean test(EntryRecord entry) {
        return inPeriod(entry) && model.map(name -> entry.mentions("model", name)).orElse(true)
                && region.map(name -> entry.mentions("region", name)).orElse(true);
    }

    private boolean inPeriod(EntryRecord entry) {
        if (from.isEmpty() && until.isEmpty()) {
            return true;
        }
        Optional<Instant> time = entry.text("time").flatMap(EntryFilter::instant);
        return time.isPresent() && from.map(first -> !time.get().isBefore(first)).orElse(true)
                && until.map(end -> time.get().isBefore(end)).orElse(true);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** What is left in, as a phrase for people. */
    public String description() {
        String period = from.map(time -> " from " + time).orElse("")
                + until.map(time -> " until before " + time).orElse("");
        String about = model.map(name -> " about model " + name).orElse("")
                + region.map(name -> " about region " + name).orElse("");
        return "all entries" + period + about;
    }
}
