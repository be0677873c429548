package io.althing.telemetry;

import io.althing.canary.Arm;
import io.althing.serving.Measures;

/** What a version was shown by one unit's first request in a step. */
public record Sighting(String unit, Arm arm, Measures.Sight sight) {}
