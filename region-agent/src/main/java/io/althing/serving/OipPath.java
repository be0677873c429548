package io.althing.serving;

import java.util.Optional;

/** A path of the protocol that names a model: {@code /v2/models/MODEL[/versions/VERSION][/VERB]}. */
record OipPath(String model, Optional<String> version, Verb verb) {
    /** What is asked of the model. */
    enum Verb {
        METADATA, READY, INFER
    }

    private static final String PREFIX = "/v2/models/";
    private static final String VERSIONS = "versions";

    static Optional<OipPath> parse(String path) {
        if (!path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] parts = path.substring(PREFIX.length()).split("/", -1);
        boolean versioned = parts.length >= 3 && parts[1].equals(VERSIONS);
        int verbAt = versioned ? 3 : 1;
        if (parts[0].isEmpty() || parts.length > verbAt + 1 || (versioned && parts[2].isEmpty())) {
            return Optional.empty();
        }
        Optional<String> version = versioned ? Optional.of(parts[2]) : Optional.empty();
        return verb(parts.length == verbAt ? "" : parts[verbAt]).map(verb -> new OipPath(parts[0], version, verb));
    }

    private static Optional<Verb> verb(String word) {
        return switch (word) {
            case "" -> Optional.of(Verb.METADATA);
            case "ready" -> Optional.of(Verb.READY);
            case "infer" -> Optional.of(Verb.INFER);
            default -> Optional.empty();
        };
    }
}
