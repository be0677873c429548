package io.althing.registry;

/** The highest sequence taken from a region's journal; never forgotten. */
public record JournalMark(Region region, String journal, long sequence) {}
