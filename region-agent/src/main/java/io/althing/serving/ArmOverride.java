package io.althing.serving;

import io.althing.canary.Arm;

/** Testers whose request carries a header with this value are placed on this arm, and never compared. */
public record ArmOverride(String header, String value, Arm arm) {}
