package io.althing.serving;

/** Testers whose request carries a header with this value are placed on this arm, and never compared. */
public record ArmOverride(String header, String value, Arm arm) {}
