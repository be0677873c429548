package io.althing.cli.audit;

import io.althing.audit.EntryField;
import io.althing.audit.EntryFilter;
import io.althing.client.UserError;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which entries. */
final class FilterOptions {
    @Option(names = "--since", paramLabel = "TIME", description = "not before this time or day in UTC, like 2026-01-31 or 2026-01-31T12:00:00Z")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "before this time or day")
    private Optional<String> until = Optional.empty();

    @Option(names = "--model", paramLabel = "MODEL", description = "that speak of this model")
    private Optional<String> model = Optional.empty();

    @Option(names = "--model-version", paramLabel = "VERSION", description = "that speak of this version")
    private Optional<String> version = Optional.empty();

    @Option(names = "--region", paramLabel = "REGION", description = "that speak of this region")
    private Optional<String> region = Optional.empty();

    @Option(names = "--actor", paramLabel = "ID", description = "by or for this actor")
    private Optional<String> actor = Optional.empty();

    @Option(names = "--action", paramLabel = "ACTION", description = "of this action, like request-rollout")
    private Optional<String> action = Optional.empty();

    @Option(names = "--rollout", paramLabel = "ID", description = "that speak of this rollout")
    private Optional<String> rollout = Optional.empty();

    @Option(names = "--request-id", paramLabel = "ID", description = "of this request")
    private Optional<String> requestId = Optional.empty();

    /** The filter the options make. */
    EntryFilter filter() {
        EntryFilter filter = EntryFilter.ALL.between(since.map(text -> time("--since", text)),
                until.map(text -> time("--until", text)));
        for (var field : fields().entrySet()) {
            if (field.getValue().isPresent()) {
                filter = filter.with(field.getKey(), field.getValue().get());
            }
        }
        return filter;
    }

    private Map<EntryField, Optional<String>> fields() {
        var fields = new EnumMap<EntryField, Optional<String>>(EntryField.class);
        fields.put(EntryField.MODEL, model);
        fields.put(EntryField.VERSION, version);
        fields.put(EntryField.REGION, region);
        fields.put(EntryField.ACTOR, actor);
        fields.put(EntryField.ACTION, action);
        fields.put(EntryField.ROLLOUT, rollout);
        fields.put(EntryField.REQUEST_ID, requestId);
        return fields;
    }

    private static Instant time(String option, String text) {
        try {
            return text.length() == "2026-01-31".length()
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw UserError
                    .usage(option + " " + text + " is no time: write 2026-01-31 or 2026-01-31T12:00:00Z, in UTC");
        }
    }
}
