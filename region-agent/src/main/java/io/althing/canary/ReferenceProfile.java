package io.althing.canary;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What training showed of a version's input features and scores. Its canonical JSON is a blob named by its digest.
 *
 * @param schema
 *            1
 * @param sketches
 *            one per quantity, each of its own name
 */
public record ReferenceProfile(int schema, List<ReferenceSketch> sketches) {

    /** The schema this build writes. */
    public static final int SCHEMA = 1;

    /**
     * @throws IllegalArgumentException
     *             if a name occurs twice or the schema is another
     */
    public ReferenceProfile {
        sketches = List.copyOf(sketches);
        Set<String> names = new HashSet<>();
        for (ReferenceSketch sketch : sketches) {
            if (!names.add(sketch.name())) {
                throw new IllegalArgumentException("reference profile: " + sketch.name() + " is sketched twice");
            }
        }
        if (schema != SCHEMA) {
            throw new IllegalArgumentException(
                    "reference profile: schema is " + schema + "; this build reads " + SCHEMA);
        }
    }

    /** Of sketches made now. */
    public static ReferenceProfile of(List<ReferenceSketch> sketches) {
        return new ReferenceProfile(SCHEMA, sketches);
    }
}
