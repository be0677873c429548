package io.althing.chaos.sim.part;

/** How good a version truly is: its share of failed requests, and of right answers among the others. */
public record Quality(double errors, double accuracy) {}
