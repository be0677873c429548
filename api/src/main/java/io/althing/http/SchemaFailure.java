package io.althing.http;

import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.validation.SchemaValidationException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in the library's flat list of errors the one that a caller can act upon: it repeats an error for every level above it, and calls
 * a field that does not fit also an unknown one.
 */
final class SchemaFailure {
    private static final Pattern UNKNOWN = Pattern.compile("does not match additional properties schema");
    private static final Pattern REPEATED = Pattern
            .compile("Property \".+?\" does not match schema|Items did not match schema|A sub-?schema had errors");
    private static final Pattern MISSING = Pattern.compile("Instance does not have required property \"(.+?)\"");
    private static final Pattern NUMBER = Pattern.compile("\\.([0-9]+)(?=\\.|$)");

    private SchemaFailure() {}

    static Problem problem(SchemaValidationException failure) {
        OutputUnit whole = failure.getOutputUnit();
        List<OutputUnit> errors = Optional.ofNullable(whole.getErrors()).orElseGet(List::of).stream()
                .filter(error -> error.getError() != null && !REPEATED.matcher(error.getError()).find()).toList();
        Optional<OutputUnit> wrong = errors.stream().filter(error -> !isUnknown(error)).findFirst();
        return wrong.map(SchemaFailure::wrong)
                .or(() -> errors.stream().max(Comparator.comparingInt(error -> field(error).length()))
                        .map(SchemaFailure::unknown))
                .orElseGet(() -> Problem.of("invalid-field", 422, String.valueOf(failure.getMessage())));
    }

    private static boolean isUnknown(OutputUnit error) {
        return UNKNOWN.matcher(error.getError()).find();
    }

    private static Problem unknown(OutputUnit error) {
        String field = field(error);
        return Problems.unknownField(field, "there is no field '" + field + "' here; see /docs for those there are");
    }

    private static Problem wrong(OutputUnit error) {
        String at = field(error);
        Matcher missing = MISSING.matcher(error.getError());
        if (missing.find()) {
            String field = at.isEmpty() ? missing.group(1) : at + "." + missing.group(1);
            return Problems.invalidField(field, "'" + field + "' is required");
        }
        return Problems.invalidField(at, "'" + at + "' will not do: " + error.getError());
    }

    /** The place as a path such as {@code artifacts[0].size}. */
    private static String field(OutputUnit error) {
        String location = Optional.ofNullable(error.getInstanceLocation()).orElse("");
        String path = location.replaceFirst("^#/?", "").replace('/', '.');
        return NUMBER.matcher(path).replaceAll("[$1]");
    }
}
