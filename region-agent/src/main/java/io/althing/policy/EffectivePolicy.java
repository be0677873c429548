package io.althing.policy;

import java.util.List;
import java.util.Locale;

/** A policy with everything filled in, and where each value comes from: what {@code policy show --effective} prints. */
public record EffectivePolicy(List<Line> lines) {
    /** Copies the lines. */
    public EffectivePolicy {
        lines = List.copyOf(lines);
    }

    /** Who set a value. */
    public enum Origin {
        FILE, PROFILE, DEFAULT;

        /** In lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One value.
     *
     * @param field path, for example {@code spec.analysis.interval}
     */
    public record Line(String field, String value, Origin origin) {}

    /** One line a value, in three aligned columns: field, value, origin. */
    public String text() {
        int fields = lines.stream().mapToInt(l -> l.field().length()).max().orElse(0);
        int values = lines.stream().mapToInt(l -> l.value().length()).max().orElse(0);
        var text = new StringBuilder();
        for (Line line : lines) {
            text.append(String.format(Locale.ROOT, "%-" + fields + "s  %-" + values + "s  %s%n", line.field(),
                    line.value(), line.origin().word()));
        }
        return text.toString();
    }
}
