package io.althing.registry.evidence;

/** How the evidences to combine may depend on one another. */
public enum Dependence {
    /** Disjoint units, routed by separate randomness: products are fair. */
    INDEPENDENT,
    /** Equal routing salts, overlapping units or mirrored traffic: only the average is fair. */
    SHARED
}
