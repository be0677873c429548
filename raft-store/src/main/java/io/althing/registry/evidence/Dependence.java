package io.althing.registry.evidence;

import java.util.Collection;
import java.util.HashSet;

/** How the evidences to combine may depend on one another. */
public enum Dependence {
    /** Disjoint units, routed by separate randomness: products are fair. */
    INDEPENDENT,
    /** Equal routing salts, overlapping units or mirrored traffic: only the average is fair. */
    SHARED;

    /**
     * What the regions' routing salts allow: equal salts send the same units to the same arms, so their evidence is
     * shared.
     */
    public static Dependence ofSalts(Collection<String> salts) {
        return new HashSet<>(salts).size() == salts.size() ? INDEPENDENT : SHARED;
    }
}
